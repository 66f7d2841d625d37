import { isAbsolute, relative } from "node:path";
import { DEFAULT_TIERS, TIERS, tierOf } from "./tiers.ts";
import type { Tier, TierName } from "./tiers.ts";

/** Compiled test files of one tier, relative to the build folder. */
export interface TierFiles {
  readonly tier: Tier;
  readonly files: readonly string[];
}

/** The tests to run, or what is wrong with the arguments. */
export type Selection = { readonly tiers: readonly TierFiles[] } | { readonly problem: string };

/**
 * The tests that arguments name: tiers, test files (`test/language/helpers.test.ts`) or folders of them. Without arguments: all
 * but the soak tier.
 */
export function selectionOf(args: readonly string[], all: readonly string[], root: string): Selection {
  const words = args.length === 0 ? DEFAULT_TIERS : args;
  const chosen = new Set<string>();
  for (const word of words) {
    const files = isTier(word) ? all.filter((file) => tierOf(file) === word) : filesAt(word, all, root);
    if (!isTier(word) && files.length === 0)
      return { problem: `${word} is neither a tier (${names()}) nor a test file.` };
    for (const file of files) chosen.add(file);
  }
  const files = all.filter((file) => chosen.has(file));
  const tiers = TIERS.map((tier) => ({ tier, files: files.filter((file) => tierOf(file) === tier.name) }));
  return { tiers: tiers.filter((one) => one.files.length > 0) };
}

function filesAt(word: string, all: readonly string[], root: string): string[] {
  const path = (isAbsolute(word) ? relative(root, word) : word).replace(/^\.\//, "").replace(/\/$/, "");
  const compiled = path.replace(/\.ts$/, ".js");
  return all.filter((file) => file === compiled || file.startsWith(`${path}/`));
}

function isTier(word: string): word is TierName {
  return TIERS.some(({ name }) => name === word);
}

function names(): string {
  return TIERS.map(({ name }) => name).join(", ");
}
