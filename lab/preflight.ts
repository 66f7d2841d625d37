import { LabError } from "./lab-error.ts";
import { readFacts } from "./machine/facts.ts";
import { ensurePackages, LAB_NEEDS } from "./machine/packages.ts";
import { faultsOf, type Demand } from "./machine/preflight.ts";
import type { Settings } from "./settings.ts";
import { readEngineOrigin } from "./state.ts";

/** Free memory and disk that a lab takes: bare servers, or servers that carry the whole site. */
export const NEEDS = {
  hosts: { memoryMiB: 1500, diskMiB: 4000 },
  site: { memoryMiB: 6500, diskMiB: 10_000 },
} as const;

/** Refuses before anything is started, with all reasons at once; then sees to the programs. A lab that stands has passed. */
export async function preflight(settings: Settings, size: keyof typeof NEEDS): Promise<void> {
  if (readEngineOrigin(settings) === undefined) {
    const demand: Demand = { ...NEEDS[size], prefix: settings.prefix };
    const faults = faultsOf(readFacts(settings.cache), demand);
    const offer = size === "site" ? ["Kafka and the sensors alone take less: npm run demo -- --small"] : [];
    if (faults.length > 0) throw new LabError([...faults, ...offer].join("\n"));
  }
  await ensurePackages(LAB_NEEDS);
}
