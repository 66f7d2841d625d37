import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCase } from "./read-case.ts";
import { runCase } from "./run-case.ts";

/** The folder of the cases: a subfolder for each topic, a file for each case. */
export const CASES = join(dirname(fileURLToPath(import.meta.url)), "../../../../test/run/cases");

/** The cases of a topic and its subfolders, by path in the topic's folder. */
export function casesOf(topic: string): string[] {
  const names = readdirSync(join(CASES, topic), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".yaml")).sort();
}

/** Defines a test for each case of a topic. */
export function describeCases(topic: string): void {
  describe(`run/cases/${topic}`, () => {
    for (const name of casesOf(topic)) {
      const spec = readCase(join(CASES, topic, name));
      it(`${spec.title} (${name})`, async () => {
        const wrong = await runCase(spec);
        if (wrong.length > 0) throw new Error(`${join("test/run/cases", topic, name)}\n${wrong.join("\n")}`);
      });
    }
  });
}
