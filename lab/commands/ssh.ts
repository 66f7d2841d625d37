import { existsSync } from "node:fs";
import { privateKeyFile, sshArgv } from "../servers/access.ts";
import { hostNamed } from "../servers/host.ts";
import { LabError } from "../lab-error.ts";
import { attach } from "../machine/process.ts";
import type { Settings } from "../settings.ts";

/** `target` is HOST, or USER@HOST for a login other than `admin`. */
export function sshCommand(settings: Settings, target: string, command: readonly string[]): Promise<number> {
  if (!existsSync(privateKeyFile(settings)))
    throw new LabError("The lab is not running. Start it with npm run lab:up.");
  const [user, name] = target.includes("@") ? target.split("@") : ["admin", target];
  const { address } = hostNamed(settings, name ?? "");
  return attach(sshArgv(settings, `${user ?? ""}@${address}`, command));
}
