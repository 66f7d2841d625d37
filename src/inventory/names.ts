import { isIP } from "node:net";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import type { Fault } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import { expandRange } from "./ranges.ts";

/** Letters of any script, digits, `.`, `_` and `-`; not like an option, and short enough for the names of files. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]{0,199}$/u;

/** The fault of a host's name that patterns, files or terminals would misread; undefined if the name is usable. */
export function hostNameFault(name: string, origin: Origin): Fault | undefined {
  if (NAME.test(name) || isIP(name) !== 0) return undefined;
  return inventoryFault("inventory/bad-host-name", { name, instead: hostEntry(name) }, { origin });
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

/** The entry to write for a host whose name may be a range or contain a login or a port: `web1: { ssh_port: 2222 }`. */
export function hostEntry(written: string): string | undefined {
  if (isIP(written) === 6 || (/\[/.test(written) && expandRange(written)?.every((name) => NAME.test(name)))) {
    return `"${written}": {}`;
  }
  const [, user, name = "", port] = /^(?:([^\s@:]+)@)?([^\s@:]+)(?::(\d+))?$/.exec(written) ?? [];
  if (!NAME.test(name)) return undefined;
  const login = user === undefined ? [] : [`ssh_user: ${user}`];
  const settings = [...login, ...(port === undefined ? [] : [`ssh_port: ${port}`])];
  return settings.length === 0 ? `${name}: {}` : `${name}: { ${settings.join(", ")} }`;
}
