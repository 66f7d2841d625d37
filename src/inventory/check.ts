import { access, constants, stat } from "node:fs/promises";
import { currentTrust } from "../disk/trust.ts";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import type { Fault } from "../errors/fault.ts";
import { displayName } from "../load/reading.ts";
import type { Host } from "../model/host.ts";
import type { Inventory } from "./inventory.ts";
import { hostSettings, settingOrigin, type HostSettings, type SettingsContext } from "./settings.ts";

interface CheckedHosts {
  /** By host name; hosts with faults are left out. */
  readonly settings: ReadonlyMap<string, HostSettings>;
  readonly faults: readonly Fault[];
}

/** Reads the settings of the hosts that a run connects to, and finds errors that would otherwise show only when it connects. */
export async function checkHosts(
  hosts: readonly Host[],
  inventory: Inventory,
  context: SettingsContext,
): Promise<CheckedHosts> {
  const faults: Fault[] = [];
  const settings = new Map<string, HostSettings>();
  for (const host of hosts) {
    const outcome = hostSettings(inventory, host, context);
    if (outcome.ok) settings.set(host.name, outcome.value);
    else faults.push(...outcome.faults);
  }
  const read = { hosts, settings, inventory };
  faults.push(...sameAddresses(read), ...(await keyFaults(withJumpHosts(read), context.root)));
  return { settings, faults: once(faults) };
}

/** The faults of a jump host are those of every host behind it. */
function once(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

/** The hosts, and those of the inventory that the connections lead through. */
function withJumpHosts({ hosts, settings, inventory }: ReadHosts): ReadHosts {
  const all = new Map(settings);
  for (const { jump = [] } of settings.values()) {
    for (const hop of jump) if (hop.settings && !all.has(hop.host)) all.set(hop.host, hop.settings);
  }
  const others = [...inventory.hosts.values()].filter(({ name }) => all.has(name) && !settings.has(name));
  return { hosts: [...hosts, ...others], settings: all, inventory };
}

interface ReadHosts {
  readonly hosts: readonly Host[];
  readonly settings: ReadonlyMap<string, HostSettings>;
  readonly inventory: Inventory;
}

function sameAddresses({ hosts, settings, inventory }: ReadHosts): Fault[] {
  const hostByAddress = new Map<string, Host>();
  return hosts.flatMap((host) => {
    const own = settings.get(host.name);
    if (own?.type !== "ssh") return [];
    const address = `${own.address}:${own.port ?? 22}`;
    const other = hostByAddress.get(address);
    if (!other) {
      hostByAddress.set(address, host);
      return [];
    }
    const origin = settingOrigin(inventory, host, "host");
    return [inventoryFault("inventory/same-address", { host: host.name, other: other.name, address }, { origin })];
  });
}

async function keyFaults({ hosts, settings, inventory }: ReadHosts, root: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  const checked = new Set<string>();
  for (const host of hosts) {
    const own = settings.get(host.name);
    const file = own?.type === "ssh" ? own.privateKeyFile : undefined;
    if (file === undefined || checked.has(file)) continue;
    checked.add(file);
    const problem = await accessProblem(file);
    if (problem === undefined) continue;
    const extras = { origin: settingOrigin(inventory, host, "private_key_file") };
    const parameters = { host: host.name, path: displayName(root, file) };
    const missing = problem === "ENOENT" || problem === "ENOTDIR";
    if (missing) faults.push(inventoryFault("inventory/missing-key", parameters, extras));
    else faults.push(inventoryFault("inventory/unreadable-key", { ...parameters, reason: problem }, extras));
  }
  return faults;
}

/** Why a file cannot be read: a clause, or the code of a system error; undefined if it can. */
export async function accessProblem(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.R_OK);
    const found = await stat(file);
    if (!found.isFile()) return "it is not a file";
    currentTrust()?.look(file, found);
    return undefined;
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return code === "EACCES" ? "permission denied" : code;
  }
}
