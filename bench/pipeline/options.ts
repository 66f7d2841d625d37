import { parseArgs } from "node:util";

export const PARTS = ["memory", "delays", "rates"] as const;
export type PartName = (typeof PARTS)[number];

export interface Options {
  readonly only: readonly PartName[];
  readonly probes: number;
  readonly rates: readonly number[];
  readonly seconds: number;
  /** Print only; the document stays as it is. */
  readonly print: boolean;
}

/** Later proofs read whole topics. */
const MAX_RECORDS = 1_000_000;
/** Each quarter of the time must include a commit of the job, which comes every ten seconds. */
const MIN_SECONDS = 40;

export const USAGE = `usage: npm run bench:pipeline -- [--only PART,...] [--probes N] [--rates R,...] [--seconds S] [--print]
  --only PART,...  memory, delays, rates: some of the measurements (default all, in this order)
  --probes N       the number of readings for measuring delays (default 300, about four per second)
  --rates R,...    records per second, in rising order, until one is not sustained (default 500,1000,2000,4000,8000)
  --seconds S      how long each rate is held (default 40, at least ${MIN_SECONDS})
  --print          print the sections; docs/benchmarks.md does not change
`;

/** The options; or a string with the problem, which is empty if help is requested. */
export function readOptions(argv: readonly string[]): Options | string {
  const texts = parse(argv);
  if (typeof texts === "string") return texts;
  if (texts.help) return "";
  const only = texts.only.split(",").filter(isPart);
  const [probes, seconds] = [Number(texts.probes), Number(texts.seconds)];
  const rates = texts.rates.split(",").map(Number);
  if (only.length !== texts.only.split(",").length) return `--only takes some of ${PARTS.join(", ")}`;
  if (!Number.isInteger(probes) || probes < 1 || probes > 10_000)
    return "--probes takes a whole number from 1 to 10000";
  if (!(seconds >= MIN_SECONDS)) return `--seconds takes a number of at least ${MIN_SECONDS}`;
  if (!rates.every((rate, index) => rate >= 1 && rate > (rates[index - 1] ?? 0))) return "--rates must rise";
  const records = rates.reduce((sum, rate) => sum + rate * seconds, 0);
  if (!(records <= MAX_RECORDS)) return `these rates produce ${records} records, which is more than ${MAX_RECORDS}`;
  return { only, probes, rates, seconds, print: texts.print };
}

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        only: { type: "string", default: PARTS.join(",") },
        probes: { type: "string", default: "300" },
        rates: { type: "string", default: "500,1000,2000,4000,8000" },
        seconds: { type: "string", default: "40" },
        print: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (wrong) {
    return (wrong as Error).message;
  }
}

function isPart(text: string): text is PartName {
  return PARTS.some((part) => part === text);
}
