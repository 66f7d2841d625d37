import { readFileSync } from "node:fs";
import { reachEngine } from "../engine/engine.ts";
import { capabilitiesIn } from "./capabilities.ts";
import { readFacts } from "./facts.ts";
import { LAB_NEEDS, missingPackages } from "./packages.ts";
import { faultsOf } from "./preflight.ts";
import { canBeRoot } from "./root.ts";
import { NEEDS } from "../preflight.ts";
import { settingsFrom } from "../settings.ts";
import { readEngineOrigin } from "../state.ts";

export type Answer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Checks within seconds, and without changing anything, whether this machine can run the lab. */
export async function canRunLab(): Promise<Answer> {
  const settings = settingsFrom(process.env);
  if (readEngineOrigin(settings) === undefined) {
    const faults = faultsOf(readFacts(settings.cache), { ...NEEDS.hosts, prefix: settings.prefix });
    if (faults[0] !== undefined) return { ok: false, reason: faults[0] };
  }
  const missing = missingPackages(LAB_NEEDS);
  const root = await canBeRoot();
  if (missing.length > 0 && !root) return { ok: false, reason: `these packages are missing: ${missing.join(" ")}` };
  if ((await reachEngine()) !== undefined) return { ok: true };
  return root ? engineCanStart() : { ok: false, reason: "no container engine answers, and only root can start one" };
}

/** In an ordinary container even root can neither mount nor create networks. */
function engineCanStart(): Answer {
  const ours = capabilitiesIn(readFileSync("/proc/self/status", "utf8"), "CapBnd");
  const lacking = ["SYS_ADMIN", "NET_ADMIN"].filter((name) => !ours.includes(name));
  return lacking.length === 0 ? { ok: true } : { ok: false, reason: `this machine withholds ${lacking.join(", ")}` };
}
