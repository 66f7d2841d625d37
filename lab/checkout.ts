import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "./lab-error.ts";
import { ROOT, type Settings } from "./settings.ts";
import { stateFolder } from "./state.ts";

const fileIn = (settings: Settings): string => join(settings.state, "checkout");

/** What a checkout has deployed knows that checkout's secrets alone: another one would find every login refused. */
export function refuseOthersServers(settings: Settings, here = ROOT): void {
  const file = fileIn(settings);
  const there = existsSync(file) ? readFileSync(file, "utf8").trim() : here;
  if (there === here) return;
  throw new LabError(
    `The lab's servers were started from ${there}, and have its secrets: use that folder, or take them down or make them ` +
      "anew from here (npm run lab:down, or npm run lab:up -- --fresh).",
  );
}

export function noteCheckout(settings: Settings, here = ROOT): void {
  stateFolder(settings);
  writeFileSync(fileIn(settings), `${here}\n`);
}
