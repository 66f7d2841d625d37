import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "./lab-error.ts";
import { ROOT, type Settings } from "./settings.ts";
import { stateFolder } from "./state.ts";

const fileIn = (settings: Settings): string => join(settings.state, "checkout");

/** Servers know only the secrets of the checkout that deployed them: every login of another checkout would fail. */
export function rejectForeignServers(settings: Settings, here = ROOT): void {
  const file = fileIn(settings);
  const there = existsSync(file) ? readFileSync(file, "utf8").trim() : here;
  if (there === here) return;
  throw new LabError(
    `The lab's servers were started from ${there} and have its secrets. Use that folder, or remove or recreate them from ` +
      "here: npm run lab:down, or npm run lab:up -- --fresh.",
  );
}

export function recordCheckout(settings: Settings, here = ROOT): void {
  stateFolder(settings);
  writeFileSync(fileIn(settings), `${here}\n`);
}
