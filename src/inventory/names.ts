import { isIP } from "node:net";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import type { Fault } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";

/** Letters of any script, digits, `.`, `_` and `-`; not like an option, and short enough for the names of files. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]{0,199}$/u;

/** The fault of a host's name that patterns, files or terminals would misread; undefined if the name is usable. */
export function hostNameFault(name: string, origin: Origin): Fault | undefined {
  if (NAME.test(name) || isIP(name) !== 0) return undefined;
  return inventoryFault("inventory/bad-host-name", { name, instead: splitName(name) }, { origin });
}

/** The fault of a group's name; see `hostNameFault`. */
export function groupNameFault(name: string, origin: Origin): Fault | undefined {
  if (NAME.test(name)) return undefined;
  const words = name.trim().replace(/[^\p{L}\p{N}\p{M}._-]+/gu, "_");
  return inventoryFault(
    "inventory/bad-group-name",
    { name, near: /[\p{L}\p{N}]/u.test(words) && NAME.test(words) ? words : undefined },
    { origin },
  );
}

/** The entry for a name that contains a login or a port, as in `me@web1:2222`. */
function splitName(written: string): string | undefined {
  const [, user, name = "", port] = /^(?:([^\s@:]+)@)?([^\s@:]+)(?::(\d+))?$/.exec(written) ?? [];
  if (!NAME.test(name)) return undefined;
  const login = user === undefined ? [] : [`ssh_user: ${user}`];
  return `${name}: { ${[...login, ...(port === undefined ? [] : [`ssh_port: ${port}`])].join(", ")} }`;
}
