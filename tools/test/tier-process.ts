import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import Mocha from "mocha";
import type { Results } from "./results.ts";

/** Milliseconds that a finished tier's process may stay alive because a test left something open. */
const LEFT_OPEN = 10_000;

const [output, timeout, jobs, ...files] = process.argv.slice(2);
if (output === undefined) throw new Error("usage: tier-process OUTPUT TIMEOUT JOBS FILE...");

const parallel = Number(jobs) > 1 && files.length > 1;
const mocha = new Mocha({
  timeout: Number(timeout),
  reporter: "spec",
  forbidOnly: true,
  parallel,
  jobs: Number(jobs),
});
for (const file of files) mocha.addFile(file);
// In parallel, worker processes load the files themselves.
if (!parallel) await mocha.loadFilesAsync();

const failed: string[] = [];
const skipped: string[] = [];
const milliseconds: Record<string, number> = {};
let passed = 0;
const runner = mocha.run(() => {
  const results: Results = { passed, failed, skipped, milliseconds };
  writeFileSync(output, JSON.stringify(results));
  // Tests may set the exit code of this process; the results say how it went.
  process.exitCode = 0;
  setTimeout(exitIfOpen, LEFT_OPEN).unref();
});
runner.on("pass", () => (passed += 1));
runner.on("fail", (test) => failed.push(test.fullTitle()));
runner.on("pending", (test) => skipped.push(test.fullTitle()));
runner.on("test end", addTime);
runner.on("hook end", addTime);

function addTime({ file, duration }: Mocha.Runnable): void {
  if (file === undefined) return;
  const path = relative(process.cwd(), file);
  milliseconds[path] = (milliseconds[path] ?? 0) + (duration ?? 0);
}

function exitIfOpen(): void {
  process.stderr.write(`A test left resources open: ${process.getActiveResourcesInfo().join(", ")}\n`);
  process.exit(1);
}
