// npm run test:ansible -- [--record] [--only TOPIC]... [--verbose]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import pLimit from "p-limit";
import { casesOf, recordedFile, topics } from "./play/case.ts";
import { differencesBetween, type CaseOutcome } from "./play/outcome.ts";
import { runWithAnsible } from "./real/ansible.ts";
import { installAnsible } from "./real/install.ts";

const { values } = parseArgs({
  options: {
    record: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);
const programs = await installAnsible();
const parallel = pLimit(2);

for (const topic of topics().filter((one) => values.only?.includes(one) ?? true)) {
  const cases = casesOf(topic);
  const outcomes = await Promise.all(cases.map((spec) => parallel(() => runWithAnsible(programs, spec))));
  const found = Object.fromEntries(cases.map(({ title }, index) => [title, outcomes[index]]));
  if (values.record) writeFileSync(recordedFile(topic), `${JSON.stringify(found, undefined, 2)}\n`);
  const recorded = readRecorded(topic);
  for (const [title, outcome] of Object.entries(found)) {
    const known = recorded[title];
    const wrong = !outcome || !known ? ["not recorded"] : differencesBetween(outcome, known, ["now", "recorded"]);
    for (const line of wrong) print(`${topic}: ${title}: ${line}`);
    if (wrong.length > 0) process.exitCode = 1;
  }
  print(`${topic}: ${cases.length} cases`);
}

function readRecorded(topic: string): Readonly<Record<string, CaseOutcome>> {
  const file = recordedFile(topic);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, CaseOutcome>) : {};
}
