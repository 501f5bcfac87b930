#!/usr/bin/env node
require("./load").run("landform", ({ landform }) => landform(process.argv));
