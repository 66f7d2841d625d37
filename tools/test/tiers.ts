import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

export type TierName = "unit" | "ssh" | "lab";

export interface Tier {
  readonly name: TierName;
  /** Whether servers in containers are needed. */
  readonly lab: boolean;
  /** Milliseconds that one test may take. */
  readonly timeout: number;
}

export const TIERS: readonly Tier[] = [
  { name: "unit", lab: false, timeout: 20_000 },
  { name: "ssh", lab: false, timeout: 120_000 },
  { name: "lab", lab: true, timeout: 3_600_000 },
];

const SSH = /^test\/(ssh|contract)\//;
const LAB = /^test\/(site\/|job\/|lab\/(?!unit\/))/;

/** A test that no tier names is a unit test, so none is ever left out. */
export function tierOf(path: string): TierName {
  if (LAB.test(path)) return "lab";
  return SSH.test(path) ? "ssh" : "unit";
}

/** Compiled test files whose source still stands, relative to `built`, in order. */
export function testFiles(root: string, built: string): string[] {
  const folder = join(built, "test");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.js"))
    .map((entry) => relative(built, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => existsSync(join(root, path.replace(/\.js$/, ".ts"))))
    .sort();
}
