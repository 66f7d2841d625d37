import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { hasOwnState } from "./own-state.ts";

export type TierName = "unit" | "ssh" | "lab" | "soak";

export interface Tier {
  readonly name: TierName;
  /** Whether servers in containers are needed. */
  readonly lab: boolean;
  /** Milliseconds that one test may take. */
  readonly timeout: number;
  /** How many files run in parallel. */
  readonly jobs: number;
}

const CORES = availableParallelism();

export const TIERS: readonly Tier[] = [
  { name: "unit", lab: false, timeout: 20_000, jobs: CORES },
  // Its files mostly wait for processes: twice as many files as cores keep the cores busy.
  { name: "ssh", lab: false, timeout: 120_000, jobs: hasOwnState() ? 2 * CORES : 1 },
  { name: "lab", lab: true, timeout: 3_600_000, jobs: 1 },
  { name: "soak", lab: true, timeout: 3_600_000, jobs: 1 },
];

/** What `npm test` runs; `soak` has a command of its own. */
export const DEFAULT_TIERS: readonly TierName[] = ["unit", "ssh", "lab"];

const SSH = /^test\/(ssh|contract)\//;
const SOAK = /^test\/soak\//;
const LAB = /^test\/(faults\/|site\/|job\/|lab\/(?!unit\/))/;

/**
 * Tests of the site share one deployment, in both of its tiers: those that must find it as deployed come first, those that
 * remove it last.
 */
export const SITE_ORDER = {
  site: [
    "bare-servers",
    "closed-ports",
    "containers",
    "private-registry",
    "pipeline",
    "job",
    "preflight",
    "bad-input",
    "changes",
    "drift",
    "broken-parts",
    "teardown",
  ],
  soak: ["batches", "job", "job-windows", "data-nodes", "paused-broker", "growth", "redeployment", "roles"],
} as const;
const NAME_IN_SITE = /^test\/(site|soak)\/([^/]+)\.test\.js$/;

/** A test file that no other tier claims is a unit test, so none is ever left out. */
export function tierOf(path: string): TierName {
  if (SOAK.test(path)) return "soak";
  if (LAB.test(path)) return "lab";
  return SSH.test(path) ? "ssh" : "unit";
}

/** Compiled test files whose source still exists, relative to `built`, in order. */
export function testFiles(root: string, built: string): string[] {
  const folder = join(built, "test");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.js"))
    .map((entry) => relative(built, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => existsSync(join(root, path.replace(/\.js$/, ".ts"))))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rank(path: string): number {
  const [, folder, name = ""] = NAME_IN_SITE.exec(path) ?? [];
  if (folder !== "site" && folder !== "soak") return -1;
  return SITE_ORDER[folder].findIndex((one) => one === name);
}
