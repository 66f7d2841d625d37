import path from "node:path";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { createScope, writtenAt, type Layer } from "../language/scope.ts";
import type { Destination } from "../model/destination.ts";
import type { Host } from "../model/host.ts";
import type { Origin } from "../model/origin.ts";
import type { Secret } from "../model/secret.ts";
import type { Inventory } from "./inventory.ts";
import { settingOf, withSettings, type InventoryLayer, type WrittenSetting } from "./layers.ts";
import type { ADDRESSES, SettingKey } from "./setting-names.ts";
import { readSetting, type SettingReader } from "./setting-reader.ts";
import {
  addressSetting,
  booleanSetting,
  connectionSetting,
  jumpSetting,
  passwordSetting,
  portSetting,
  textSetting,
  userSetting,
  type ParseSetting,
} from "./setting-values.ts";
import { hostLayers } from "./variables.ts";

/** A host's connection settings from the inventory; the command line may override them. Paths are absolute. */
export interface HostSettings {
  readonly type: "ssh" | "local";
  /** What SSH connects to. */
  readonly address: string;
  /** The address that other servers use. */
  readonly serviceAddress: string;
  /** Undefined if ssh's configuration decides. */
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly privateKeyFile: string | undefined;
  readonly password: Secret | undefined;
  /** The hosts to connect through, from the nearest one on; empty for none, undefined if ssh's configuration decides. */
  readonly jump: readonly JumpHop[] | undefined;
  readonly knownHostsFile: string | undefined;
  readonly become: boolean | undefined;
  readonly becomeUser: string | undefined;
}

/** A host to connect through. */
export interface JumpHop extends Destination {
  /** If the inventory has it: what is not written in the destination itself. */
  readonly settings: HostSettings | undefined;
}

/** What reading the settings needs besides the inventory. */
export interface SettingsContext {
  readonly root: string;
  /** Replaces `~`. */
  readonly home: string | undefined;
  /** `-e`: above all layers of the inventory. */
  readonly extraVars: Layer;
  /** The hosts whose way leads through this one, to find loops. */
  readonly through?: readonly string[];
}

/** Reads the connection settings of a host. */
export function hostSettings(inventory: Inventory, host: Host, context: SettingsContext): Outcome<HostSettings> {
  const reader = readerOf(inventory, host, context.extraVars);
  const read = <T>(key: SettingKey, parse: ParseSetting<T>) =>
    readSetting(settingOf(key, reader.layers), parse, reader);
  const settings = {
    type: read("connection", connectionSetting) ?? "ssh",
    ...addresses(reader),
    port: read("port", portSetting),
    user: read("user", userSetting),
    privateKeyFile: expandPath(read("private_key_file", textSetting), context),
    password: read("password", passwordSetting),
    jump: jumpHops(reader, { inventory, context }),
    knownHostsFile: expandPath(read("known_hosts_file", textSetting), context),
    become: read("become", booleanSetting),
    becomeUser: read("become_user", userSetting),
  };
  const [first, ...rest] = reader.faults;
  return first ? bad(first, ...rest) : good(settings);
}

interface Jumping {
  readonly inventory: Inventory;
  readonly context: SettingsContext;
}

/** The jump hosts with their own settings. The way to the nearest one may lead through others. */
function jumpHops(reader: SettingReader, { inventory, context }: Jumping): readonly JumpHop[] | undefined {
  const written = settingOf("jump", reader.layers);
  const destinations = readSetting(written, jumpSetting, reader);
  const through = [...(context.through ?? []), reader.host.name];
  return destinations?.map((destination, index) => {
    const host = inventory.hosts.get(destination.host);
    if (!host) return { ...destination, settings: undefined };
    const origin = (written && writtenAt(written.variable)) ?? reader.host.origin;
    if (through.includes(host.name)) {
      const hops = [...through.slice(through.indexOf(host.name)), host.name];
      reader.faults.push(inventoryFault("inventory/jump-loop", { host: host.name, hops }, { origin }));
      return { ...destination, settings: undefined };
    }
    const own = hopSettings(inventory, host, { ...context, through }, index === 0);
    if (!own.ok) reader.faults.push(...own.faults);
    else if (own.value.type === "local") {
      reader.faults.push(
        inventoryFault("inventory/local-jump", { host: reader.host.name, jump: host.name }, { origin }),
      );
    }
    return { ...destination, settings: own.ok ? own.value : undefined };
  });
}

/** Only the first jump host is reached in its own way; each further one through those before it. */
function hopSettings(
  inventory: Inventory,
  host: Host,
  context: SettingsContext,
  isFirst: boolean,
): Outcome<HostSettings> {
  const none: Layer = { name: "-e", variables: new Map([["ssh_jump", { from: "data", value: "none" }]]) };
  if (isFirst) return hostSettings(inventory, host, context);
  const variables = new Map([...context.extraVars.variables, ...none.variables]);
  return hostSettings(inventory, host, { ...context, extraVars: { ...context.extraVars, variables } });
}

function readerOf(inventory: Inventory, host: Host, extraVars: Layer): SettingReader {
  const name = { from: "data", value: host.name } as const;
  const magic = { name: "host", variables: new Map([["inventory_hostname", name]]) };
  const layers = [...hostLayers(inventory, host), withSettings(extraVars), magic];
  return { host, layers, scope: createScope(layers), faults: [] };
}

/** Each address is by default the one before it, whose faults must be reported only once. */
function addresses(reader: SettingReader): Pick<HostSettings, "address" | "serviceAddress"> {
  const written = settingOf("host", reader.layers);
  const connected = written && (readSetting(written, addressSetting, reader) ?? "");
  // By default the host's name, which has been checked as such.
  const repeats = isDefault("address", reader);
  const address = readAddress("address", repeats ? { ...reader, faults: [] } : reader);
  const serviceAddress = isDefault("service_address", reader) ? address : readAddress("service_address", reader);
  return { address: connected ?? address, serviceAddress };
}

/** Where the effective value of a host's setting was written. */
export function settingOrigin(inventory: Inventory, host: Host, key: SettingKey): Origin {
  const layers = hostLayers(inventory, host);
  const found = settingOf(key, layers) ?? (key === "host" ? variable("address", layers) : undefined);
  return (found && writtenAt(found.variable)) ?? host.origin;
}

type AddressName = (typeof ADDRESSES)[number];

function readAddress(name: AddressName, reader: SettingReader): string {
  const before = reader.faults.length;
  const found = readSetting(variable(name, reader.layers), addressSetting, reader);
  if (found !== undefined) return found;
  const empty = reader.faults[before]?.code === "inventory/empty-setting";
  if (empty && name === "address") {
    const { origin = reader.host.origin } = reader.faults.splice(before)[0] ?? {};
    reader.faults.push(inventoryFault("inventory/empty-address", { host: reader.host.name }, { origin }));
  }
  return "";
}

function isDefault(name: AddressName, { layers: [, ...written] }: SettingReader): boolean {
  return variable(name, written) === undefined;
}

function variable(name: string, layers: readonly InventoryLayer[]): WrittenSetting | undefined {
  const found = layers.findLast(({ variables }) => variables.has(name))?.variables.get(name);
  return found && { name, variable: found };
}

function expandPath(written: string | undefined, { root, home }: SettingsContext): string | undefined {
  if (written === undefined) return undefined;
  const whole = home !== undefined && /^~(\/|$)/.test(written) ? path.join(home, written.slice(1)) : written;
  return path.resolve(root, whole);
}
