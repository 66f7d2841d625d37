import { table } from "../markdown.ts";
import {
  overloaded,
  highestSustained,
  MIN_ACKNOWLEDGED,
  lows,
  READERS,
  SLACK_SECONDS,
  type Part,
  type Reader,
  type Step,
} from "./sustained.ts";

const HEAD = [
  "requested",
  "acknowledged",
  "processors busy",
  "Flink behind",
  "Druid behind",
  "all read after",
  "sustained",
];

export function ratesSection(steps: readonly Step[]): string {
  const held = Math.round(steps[0]?.seconds ?? 0);
  return [
    "## How many readings a second",
    "",
    `Readings a second into \`raw_sensors\`, ${held} s each, on top of the site's own. A rate is sustained if at least ${MIN_ACKNOWLEDGED * 100} % of it is`,
    "acknowledged, and the job (its lag: records that its checkpoints have not committed) and Druid (rows that a query does not count yet)",
    `do not fall behind: the smallest lag in the last quarter of the time is below ${SLACK_SECONDS} s of the rate, or no larger than in the quarter before.`,
    "The table shows both quarters. A reader that is slower than the rate by less than about a tenth is not detected. The producers,",
    "the two servers and the benchmark share the machine, and the sizes are those of `roles/*/vars/lab.yaml`: small heaps.",
    "",
    table(HEAD, steps.map(row)),
    "",
    verdict(steps),
  ].join("\n");
}

function row(step: Step): string[] {
  return [
    `${grouped(step.rate)}/s`,
    `${grouped(step.acknowledged)}/s`,
    percent(step.busy),
    ...READERS.map((reader) => behind(step, reader)),
    step.caughtUp === undefined ? "not awaited" : `${step.caughtUp.toFixed(0)} s`,
    overloaded(step).length === 0 ? "yes" : "no",
  ];
}

function behind(step: Step, reader: Reader): string {
  const { third, last } = lows(step, reader);
  return `${grouped(third)}, ${grouped(last)}`;
}

/** One paragraph: the highest sustained rate, and what failed to keep up first. */
export function verdict(steps: readonly Step[]): string {
  const highest = highestSustained(steps);
  const kept = highest === undefined ? "None of the rates was sustained." : `Sustained: ${grouped(highest)} a second.`;
  const failed = steps.find((step) => overloaded(step).length > 0);
  if (failed === undefined) return `${kept} Everything kept up to that rate.`;
  const [first = "Kafka", ...others] = overloaded(failed);
  const also = others.length > 0 ? ` So did ${others.join(" and ")}.` : "";
  const busy = `with the machine's processors ${percent(failed.busy)} busy`;
  return `${kept} At ${grouped(failed.rate)} a second ${first} fell behind first (${how(failed, first)}), ${busy}.${also}`;
}

function how(step: Step, part: Part): string {
  if (part === "Kafka") return `${grouped(step.acknowledged)} a second were acknowledged`;
  return `${grouped(lows(step, part).last)} records behind in the last quarter`;
}

const grouped = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString("en-US") : "?");
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
