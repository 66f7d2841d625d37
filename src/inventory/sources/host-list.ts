import { stat } from "node:fs/promises";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import type { Reading } from "../../load/reading.ts";
import type { Origin } from "../../model/origin.ts";
import { hostNamed, type Draft } from "../draft.ts";
import { hostNameFault } from "../names.ts";
import { expandRange } from "../ranges.ts";
import { splitAddress } from "./ini/address.ts";
import { addVariables } from "./ini/variables.ts";

/** Whether an `-i` has the hosts themselves instead of naming a file: a comma tells, as in Ansible. */
export async function isHostList(name: string, file: string): Promise<boolean> {
  return name.includes(",") && (await stat(file).catch(() => undefined)) === undefined;
}

/** Adds the hosts of a list with commas. Each may have a range and a port: `web[1:3],db:2222`. */
export function readHostList(list: string, sources: { readonly draft: Draft; readonly reading: Reading }): void {
  const origin = { file: `-i ${list}`, line: 1, col: 1 };
  for (const written of list.split(",").map((one) => one.trim())) {
    if (written !== "") addHosts(written, origin, sources);
  }
}

function addHosts(
  written: string,
  origin: Origin,
  { draft, reading }: { readonly draft: Draft; readonly reading: Reading },
): void {
  const { name, port } = splitAddress(written);
  const names = expandRange(name);
  const [fault] = names
    ? names.flatMap((host) => hostNameFault(host, origin) ?? [])
    : [inventoryFault("inventory/bad-range", { name }, { origin })];
  if (fault) reading.faults.push(fault);
  if (fault || !names) return;
  for (const host of names) hostNamed(draft, host, origin);
  const ports = port === undefined ? [] : [{ name: "ansible_port", origin, text: port, columns: [] }];
  addVariables(ports, { hosts: names }, { draft, reading });
}
