import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

/** Where the container engine comes from, and the machine's state before the lab started it. */
export type EngineOrigin =
  | { readonly kind: "found" }
  /** The lab installed it and started it through the machine's init system. */
  | { readonly kind: "unit" }
  | { readonly kind: "process"; readonly ipForward: string; readonly forwardPolicy: string; readonly hadKey: boolean };

const FILE = "engine.json";

/** The folder of the running lab, created if missing. Only its owner may read it, because it contains a private key. */
export function stateFolder(settings: Settings): string {
  mkdirSync(settings.state, { recursive: true, mode: 0o700 });
  return settings.state;
}

export function readEngineOrigin(settings: Settings): EngineOrigin | undefined {
  const file = join(settings.state, FILE);
  // Written by the function below only.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as EngineOrigin) : undefined;
}

export function writeEngineOrigin(settings: Settings, origin: EngineOrigin): void {
  writeFileSync(join(stateFolder(settings), FILE), `${JSON.stringify(origin)}\n`);
}
