#!/usr/bin/env node
// Plain old syntax on purpose: a Node.js that is too old must be able to read this far.
var wanted = [20, 19];
var have = process.versions.node.split(".").map(Number);
if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  process.stderr.write(
    "provision needs Node.js " + wanted.join(".") + " or newer; this is " + process.versions.node + ".\n",
  );
  process.exitCode = 2;
} else {
  import("../dist/src/cli/main.js").then(
    function (cli) {
      return cli.main(process.argv.slice(2));
    },
    function (error) {
      process.stderr.write("provision is not built: run `npm ci` in its folder (" + error.message + ")\n");
      process.exitCode = 70;
    },
  );
}
