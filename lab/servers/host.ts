import { LabError } from "../lab-error.ts";
import type { Settings } from "../settings.ts";

/** A server of the lab, by its name alone: address and container follow from it. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
  readonly container: string;
}

const NAME = /^server([1-9])$/;

export function hostNamed(settings: Settings, name: string): LabHost {
  const number = NAME.exec(name)?.[1];
  if (number === undefined) throw new LabError(`The lab's servers are called server1 to server9, not "${name}"`);
  return { name, address: `${settings.prefix}.${10 + Number(number)}`, container: `provision-lab-${name}` };
}

/** What the project's own inventory asks for by name, for the two servers that it has. */
export function addressesOf(settings: Settings): Record<string, string> {
  return { SERVER1: hostNamed(settings, "server1").address, SERVER2: hostNamed(settings, "server2").address };
}

/** All servers that a lab can have: each knows the others' names, also those that come later. */
export function allHosts(settings: Settings): LabHost[] {
  return Array.from({ length: 9 }, (_, index) => hostNamed(settings, `server${index + 1}`));
}
