import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import Mocha from "mocha";
import type { Results } from "./results.ts";

/** How long a finished tier may go on living because a test left something open. */
const LEFT_OPEN = 10_000;

const [output, timeout, parallel, ...files] = process.argv.slice(2);
if (output === undefined) throw new Error("usage: tier-process OUTPUT TIMEOUT PARALLEL FILE...");

const mocha = new Mocha({
  timeout: Number(timeout),
  reporter: "spec",
  forbidOnly: true,
  parallel: parallel === "true",
  jobs: availableParallelism(),
});
for (const file of files) mocha.addFile(file);
// Processes that run files beside each other load them themselves.
if (parallel !== "true") await mocha.loadFilesAsync();

const failed: string[] = [];
const skipped: string[] = [];
let passed = 0;
const runner = mocha.run(() => {
  const results: Results = { passed, failed, skipped };
  writeFileSync(output, JSON.stringify(results));
  // Tests may set the exit code of this process; the results tell how it went.
  process.exitCode = 0;
  setTimeout(endLeftOvers, LEFT_OPEN).unref();
});
runner.on("pass", () => (passed += 1));
runner.on("fail", (test) => failed.push(test.fullTitle()));
runner.on("pending", (test) => skipped.push(test.fullTitle()));

function endLeftOvers(): void {
  process.stderr.write(`A test left open: ${process.getActiveResourcesInfo().join(", ")}\n`);
  process.exit(1);
}
