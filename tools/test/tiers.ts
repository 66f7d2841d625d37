import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

export type TierName = "unit" | "ssh" | "lab";

export interface Tier {
  readonly name: TierName;
  /** Whether servers in containers are needed. */
  readonly lab: boolean;
  /** Milliseconds that one test may take. */
  readonly timeout: number;
  /** Whether its files run beside each other: they share nothing but the machine. */
  readonly parallel: boolean;
}

export const TIERS: readonly Tier[] = [
  { name: "unit", lab: false, timeout: 20_000, parallel: true },
  { name: "ssh", lab: false, timeout: 120_000, parallel: false },
  { name: "lab", lab: true, timeout: 3_600_000, parallel: false },
];

const SSH = /^test\/(ssh|contract)\//;
/** They change this machine under its run lock, which one at a time can have. */
const LOCKING = /^test\/(cli\/project-secrets|run\/prefetch\/host|shell\/session)\.test\.js$/;
const LAB = /^test\/(site\/|job\/|lab\/(?!unit\/))/;

/**
 * Tests of the site share one deployment: those that have to find it as it was made come first, those that take it
 * away last.
 */
export const SITE_ORDER = [
  "bare-servers",
  "pipeline",
  "job",
  "preflight",
  "bad-input",
  "job-windows",
  "changes",
  "broken-services",
  "growth",
  "teardown",
];
const NAME_IN_SITE = /^test\/site\/([^/]+)\.test\.js$/;

/** A test that no tier names is a unit test, so none is ever left out. */
export function tierOf(path: string): TierName {
  if (LAB.test(path)) return "lab";
  return SSH.test(path) || LOCKING.test(path) ? "ssh" : "unit";
}

/** Compiled test files whose source still stands, relative to `built`, in order. */
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
  const name = NAME_IN_SITE.exec(path)?.[1];
  return name === undefined ? -1 : SITE_ORDER.indexOf(name);
}
