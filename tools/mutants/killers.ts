import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Mutant } from "./mutant.ts";

/** The case that failed for each killed mutant, in this run or an earlier one. Playing it first ends most runs within a second. */
export interface Killers {
  /** Cases to play first, as `TOPIC/NAME.yaml`: the mutant's own killer, then those of other mutants in its file. */
  likely(mutant: Mutant): string[];
  add(mutant: Mutant, path: string): void;
  /** Writes them to the file for the next run. */
  save(): void;
}

/** @param file A JSON map from mutant to case. It may not exist yet. */
export function readKillers(file: string): Killers {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>) : {};
  const killers = new Map(Object.entries(known));
  return {
    likely(mutant) {
      const own = killers.get(keyOf(mutant)) ?? [];
      const others = [...killers].flatMap(([key, path]) => (key.startsWith(`${mutant.file}: `) ? [path] : []));
      return [...new Set([own, others].flat())];
    },
    add: (mutant, path) => void killers.set(keyOf(mutant), path),
    save() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(killers), null, 2)}\n`);
    },
  };
}

function keyOf({ file, name }: Mutant): string {
  return `${file}: ${name}`;
}
