import { standIns } from "../../lab/api.ts";
import { saveSection } from "../document.ts";
import { describeMachine } from "../machine.ts";
import { delaysSection } from "./delays-section.ts";
import { measureDelays } from "./delays.ts";
import { memorySection } from "./memory-section.ts";
import { measureMemory } from "./memory.ts";
import { PARTS, readOptions, USAGE, type Options, type PartName } from "./options.ts";
import { ratesSection } from "./rates-section.ts";
import { measureRates } from "./rates.ts";
import { findSite, type Site } from "./site.ts";

const NO_SITE = "The site is not running on a lab on this machine. Deploy it with `npm run demo`.";

const report = (line: string): void => void process.stderr.write(`${line}\n`);

/** Measures a part and returns its section of the document. */
const MEASUREMENTS: Readonly<Record<PartName, (site: Site, options: Options) => Promise<string>>> = {
  memory: async ({ lab }) => memorySection(await measureMemory(lab), standIns()),
  delays: async (site, { probes }) => delaysSection(await measureDelays(site, { probes, report }), site.checkpoints),
  rates: async (site, { rates, seconds }) => ratesSection(await measureRates(site, { rates, seconds, report })),
};

async function main(argv: string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === "string") {
    report(options === "" ? USAGE : `${options}\n${USAGE}`);
    return options === "" ? 0 : 2;
  }
  const site = await findSite();
  if (site === undefined) {
    report(NO_SITE);
    return 1;
  }
  // The order is fixed, because the records of the last part affect later measurements.
  for (const part of PARTS.filter((name) => options.only.includes(name))) {
    report(part);
    const details = describeMachine();
    const section = await MEASUREMENTS[part](site, options);
    process.stdout.write(`${section}\n\n`);
    if (!options.print) await saveSection(`pipeline-${part}`, section, { script: "bench:pipeline", argv, details });
  }
  return 0;
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
// Connections that Kafka's client leaves open would keep the process alive.
process.exit(await main(process.argv.slice(2)));
