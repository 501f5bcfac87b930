// Loads a bundled program, after bundling it anew when it is not of today's sources.
const { upToDate } = require("../tools/build");

/** Runs a program; whatever it refuses goes to standard error without a stack trace. */
function run(program, start) {
  upToDate(program)
    .then((bundle) => start(require(bundle)))
    .catch((error) => {
      process.stderr.write(`${process.env.LANDFORM_DEBUG ? error.stack : error.message}\n`);
      process.exitCode = 1;
    });
}

module.exports = { run };
