import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

/** How the lab came by its container engine, and what the machine was like before. */
export type EngineOrigin =
  | { readonly kind: "found" }
  /** Started through the machine's init system, after the lab had installed it. */
  | { readonly kind: "unit" }
  | { readonly kind: "process"; readonly ipForward: string; readonly forwardPolicy: string; readonly hadKey: boolean };

const FILE = "engine.json";

/** The folder of the running lab, made where it is missing. Only its owner may look inside: it holds a private key. */
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
