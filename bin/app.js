// What `cdktf synth` runs.
require("./load").run("main", ({ program }) => program().synth());
