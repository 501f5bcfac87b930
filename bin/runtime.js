// For programs that live two seconds: V8's optimising compiler costs them more memory than it gains them time.
require("node:v8").setFlagsFromString("--no-opt");
