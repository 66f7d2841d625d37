import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { LabHost } from "./host.ts";
import { ROOT } from "../settings.ts";

export interface InventoryInput {
  /** The first one is the main server, the others are workers. */
  readonly hosts: readonly LabHost[];
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
  readonly mirror: string;
  /** Variables of the site: sizes for the lab. */
  readonly siteVars: Readonly<Record<string, unknown>>;
}

/** The lab's inventory for the provisioner. */
export function inventoryText({ hosts, privateKeyFile, knownHostsFile, mirror, siteVars }: InventoryInput): string {
  const [main, ...workers] = hosts;
  const vars = {
    ssh_user: "deploy",
    ssh_private_key_file: privateKeyFile,
    ssh_known_hosts_file: knownHostsFile,
    become: true,
    registry_mirrors: [mirror],
    ...siteVars,
  };
  const children = { main: group(main === undefined ? [] : [main]), worker: group(workers) };
  return stringify({ all: { vars, children } });
}

function group(hosts: readonly LabHost[]) {
  return { hosts: Object.fromEntries(hosts.map((host) => [host.name, hostVars(host)])) };
}

/** A broker has its server's number, as in the project's inventory, which is read before this one. */
function hostVars({ name, address }: LabHost) {
  return { address, kafka_node_id: Number(name.replace(/\D/g, "")) };
}

/** The sizes for the lab that each role defines in `vars/lab.yaml`. */
export function readSiteVars(): Record<string, unknown> {
  const files = readdirSync(join(ROOT, "roles")).map((role) => join(ROOT, "roles", role, "vars", "lab.yaml"));
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  // The files are the project's own; a malformed one shows in the inventory.
  return Object.assign({}, ...texts.map((text) => parse(text) as object)) as Record<string, unknown>;
}

/** The project's inventory with the lab's addresses in it, so that it needs no `.env`. */
export function withAddresses(inventory: string, addresses: Readonly<Record<string, string>>): string {
  return Object.entries(addresses).reduce((text, [name, address]) => text.replace(`{{ ${name} }}`, address), inventory);
}
