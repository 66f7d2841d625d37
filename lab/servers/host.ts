import { LabError } from "../lab-error.ts";
import type { Settings } from "../settings.ts";

/** A server of the lab. Its address and container are derived from its name. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
  readonly container: string;
}

const NAME = /^server([1-9])$/;

export function hostNamed(settings: Settings, name: string): LabHost {
  const number = NAME.exec(name)?.[1];
  if (number === undefined) throw new LabError(`The lab has no server "${name}". Its servers are server1 to server9.`);
  return { name, address: `${settings.prefix}.${10 + Number(number)}`, container: `provision-lab-${name}` };
}

/** The addresses of the two servers in the project's own inventory, by the names of its variables. */
export function addressesOf(settings: Settings): Record<string, string> {
  return { SERVER1: hostNamed(settings, "server1").address, SERVER2: hostNamed(settings, "server2").address };
}

/** All servers that a lab can have. Each can resolve the others' names, even before they exist. */
export function allHosts(settings: Settings): LabHost[] {
  return Array.from({ length: 9 }, (_, index) => hostNamed(settings, `server${index + 1}`));
}
