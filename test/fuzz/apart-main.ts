// Started by `fuzzApart` with a target, a seed and a number of runs.
import { resourceUsage } from "node:process";
import type { Said } from "./apart.ts";
import { fuzz } from "./fuzz.ts";
import { TARGETS } from "./targets.ts";

const [name, seed, runs] = process.argv.slice(2);
const target = TARGETS.find((one) => one.name === name);
const say = (said: Said) => process.send?.(said);
if (!target) throw new Error(`there is no target ${name ?? ""}`);
const failures = await fuzz(target, Number(seed), Number(runs), (trying) => say({ is: "trying", seed: trying }));
// The kernel counts in KiB.
say({ is: "done", failures, peakMib: Math.round(resourceUsage().maxRSS / 1024) });
process.disconnect();
