#!/usr/bin/env node
// Old syntax on purpose: a Node.js that is too old must be able to parse this file.
var required = [20, 19];
var actual = process.versions.node.split(".").map(Number);
if (actual[0] < required[0] || (actual[0] === required[0] && actual[1] < required[1])) {
  process.stderr.write(
    "provision needs Node.js " + required.join(".") + " or newer; this is " + process.versions.node + ".\n",
  );
  process.exitCode = 2;
} else {
  var start = import("./program.js").then(function (found) {
    return import(found.program);
  });
  // The program never rejects, but a part of it may not be found.
  var ended = start.then(function (cli) {
    return cli.main(process.argv.slice(2));
  });
  ended.catch(function (error) {
    if (error.code === "EMFILE" || error.code === "ENFILE") {
      process.stderr.write(
        "provision cannot open its own files: too many files are open. Run `ulimit -n 1024` first.\n",
      );
      process.exitCode = 1;
      return;
    }
    process.stderr.write("provision is not built (" + error.message + "). Run `npm ci` in its folder.\n");
    process.exitCode = 70;
  });
}
