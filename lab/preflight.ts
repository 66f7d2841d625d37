import { LabError } from "./lab-error.ts";
import { readFacts } from "./machine/facts.ts";
import { ensurePackages, LAB_NEEDS } from "./machine/packages.ts";
import { faultsOf, type Demand } from "./machine/preflight.ts";
import type { Settings } from "./settings.ts";
import { readEngineOrigin } from "./state.ts";

/** The free memory and disk space that a lab needs: for bare servers, or for the whole site. */
export const NEEDS = {
  hosts: { memoryMiB: 1500, diskMiB: 4000 },
  site: { memoryMiB: 6500, diskMiB: 10_000 },
} as const;

/** Throws all reasons why the lab cannot start, then installs missing programs. An existing lab is not checked again. */
export async function preflight(settings: Settings, size: keyof typeof NEEDS): Promise<void> {
  if (readEngineOrigin(settings) === undefined) {
    const demand: Demand = { ...NEEDS[size], prefix: settings.prefix };
    const faults = faultsOf(readFacts(settings.cache), demand);
    const advice = size === "site" ? ["Or run only Kafka and the sensors: npm run demo -- --small"] : [];
    if (faults.length > 0) throw new LabError([...faults, ...advice].join("\n"));
  }
  await ensurePackages(LAB_NEEDS);
}
