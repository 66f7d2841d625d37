import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Host } from "../../model/host.ts";
import type { Origin } from "../../model/origin.ts";
import type { Inventory } from "../inventory.ts";

/** Names of the machine that provision runs on, unless the inventory has a host of that name. */
const THIS_MACHINE = ["localhost", "127.0.0.1", "::1"];

/** The host that tasks are delegated to by a name. This machine need not be in the inventory. */
export function hostToDelegateTo(inventory: Inventory, name: string, origin: Origin | undefined): Outcome<Host> {
  const host = inventory.hosts.get(name);
  if (host) return good(host);
  if (THIS_MACHINE.includes(name)) {
    return good({ name: "localhost", groups: [], origin: origin ?? { file: "localhost", line: 1, col: 1 } });
  }
  const group = inventory.groups.get(name)?.hosts;
  const near = nearest(name, [...inventory.hosts.keys(), "localhost"]);
  return bad(inventoryFault("inventory/unknown-delegate", { name, near, group }, { origin }));
}
