// Started by `fuzzApart` with a target, a seed and a number of runs.
import { performance } from "node:perf_hooks";
import { resourceUsage } from "node:process";
import { EVERY_MS, type Said } from "./apart.ts";
import { fuzz } from "./fuzz.ts";
import { TARGETS } from "./targets.ts";

const [name, seed, runs] = process.argv.slice(2);
const target = TARGETS.find((one) => one.name === name);
if (!target) throw new Error(`there is no target ${name ?? ""}`);

function say(said: Said): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(said, () => resolve());
    else resolve();
  });
}

let spoke = 0;
function begins(trying: number): void {
  if (performance.now() - spoke < EVERY_MS) return;
  spoke = performance.now();
  void say({ is: "trying", seed: trying });
}
const failures = await fuzz(target, Number(seed), Number(runs), begins);
// The kernel counts in KiB.
await say({ is: "done", failures, peakMib: Math.round(resourceUsage().maxRSS / 1024) });
process.disconnect();
