import { randomOf } from "./random.ts";
import type { Target } from "./target.ts";

/** Milliseconds of processor time that one input may take: other programs on the machine do not count. */
const SLOW_MS = 5000;

/**
 * Tries a target with inputs of that many seeds, beginning with `seed`. Returns a sentence for each that fails, with its seed.
 * @param begins called before each try
 */
export async function fuzz(
  target: Target,
  seed: number,
  runs: number,
  begins: (seed: number) => void = () => undefined,
): Promise<string[]> {
  const failures: string[] = [];
  for (let current = seed; current < seed + runs && failures.length < 10; current++) {
    begins(current);
    const began = process.cpuUsage();
    try {
      await target.run(randomOf(current));
    } catch (error) {
      failures.push(
        `${target.name}, seed ${current}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
    const { user, system } = process.cpuUsage(began);
    const took = (user + system) / 1000;
    if (took > SLOW_MS) failures.push(`${target.name}, seed ${current}: it took ${Math.round(took)} ms.`);
  }
  return failures;
}
