import path from "node:path";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { evaluate } from "../language/evaluate.ts";
import { createScope, writtenAt, type Layer, type Variable } from "../language/scope.ts";
import type { Scope } from "../language/scope-interface.ts";
import { describeFound } from "../load/validation/wording.ts";
import type { Host } from "../model/host.ts";
import type { Origin } from "../model/origin.ts";
import type { Value } from "../model/value.ts";
import type { Inventory } from "./inventory.ts";
import { hostLayers } from "./variables.ts";

/** A host's connection settings from the inventory; the command line may override them. Paths are absolute. */
export interface HostSettings {
  readonly type: "ssh" | "local";
  readonly address: string;
  /** The address that other servers use. */
  readonly serviceAddress: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly privateKeyFile: string | undefined;
  readonly knownHostsFile: string | undefined;
  readonly become: boolean | undefined;
  readonly becomeUser: string | undefined;
}

/** What reading the settings needs besides the inventory. */
export interface SettingsContext {
  readonly root: string;
  /** Replaces `~`. */
  readonly home: string | undefined;
  /** `-e`: above all layers of the inventory. */
  readonly extraVars: Layer;
}

/** A setting's value, and where it was written, for faults. */
interface Setting {
  readonly name: string;
  readonly value: Value | undefined;
  readonly origin: Origin;
}

interface Reader {
  readonly host: Host;
  readonly layers: readonly Layer[];
  readonly scope: Scope;
  readonly faults: Fault[];
}

/** Reads the connection settings of a host from its variables. */
export function hostSettings(inventory: Inventory, host: Host, context: SettingsContext): Outcome<HostSettings> {
  const magic = {
    name: "host",
    variables: new Map([["inventory_hostname", { from: "data", value: host.name } as const]]),
  };
  const layers = [...hostLayers(inventory, host), context.extraVars, magic];
  const reader: Reader = { host, layers, scope: createScope(layers), faults: [] };
  const hostAddress = address(reader);
  const file = (name: string) => expandPath(text(name, reader), context);
  const settings = {
    type: connectionType(reader),
    address: hostAddress,
    serviceAddress: serviceAddress(reader) ?? hostAddress,
    port: port(reader),
    user: text("user", reader),
    privateKeyFile: file("private_key_file"),
    knownHostsFile: file("known_hosts_file"),
    become: boolean("become", reader),
    becomeUser: text("become_user", reader),
  };
  const [first, ...rest] = reader.faults;
  return first ? bad(first, ...rest) : good(settings);
}

/** Where the effective value of a host's setting was written. */
export function settingOrigin(inventory: Inventory, host: Host, name: string): Origin {
  return originOf(variable(name, hostLayers(inventory, host)), host);
}

function variable(name: string, layers: readonly Layer[]): Variable | undefined {
  return layers.findLast(({ variables }) => variables.has(name))?.variables.get(name);
}

function originOf(found: Variable | undefined, host: Host): Origin {
  return (found && writtenAt(found)) ?? host.origin;
}

function setting(name: string, reader: Reader): Setting {
  const found = variable(name, reader.layers);
  const origin = originOf(found, reader.host);
  if (!found || found.from === "engine") return { name, value: undefined, origin };
  if (found.from === "data") return { name, value: found.value, origin };
  const missing = undefinedNames(name, found, reader);
  const outcome = missing.length > 0 ? undefined : evaluate(found.tree, reader.scope);
  if (outcome?.ok) return { name, value: outcome.value, origin };
  reader.faults.push(...missing, ...(outcome?.faults ?? []));
  return { name, value: undefined, origin };
}

function undefinedNames(setting: string, { tree }: Variable & { from: "project" }, { host, scope }: Reader): Fault[] {
  const names = tree.kind === "template" ? tree.template.names : tree.kind === "cel" ? tree.expression.names : [];
  return names.flatMap(({ name, origin }) => {
    if (scope.lookup(name) !== undefined) return [];
    const inEnv = /^[A-Z][A-Z0-9_]*$/.test(name);
    return [inventoryFault("inventory/undefined-address", { host: host.name, name, setting, inEnv }, { origin })];
  });
}

/** Records that a setting has the wrong type; returns its default. */
function wrongType<T>(setting: Setting, expected: string, byDefault: T, { host, faults }: Reader): T {
  const parameters = { host: host.name, setting: setting.name, expected, found: describeFound(setting.value) };
  faults.push(inventoryFault("inventory/bad-setting", parameters, { origin: setting.origin }));
  return byDefault;
}

function text(name: string, reader: Reader): string | undefined {
  const found = setting(name, reader);
  if (found.value === undefined || found.value === null) return undefined;
  return typeof found.value === "string"
    ? found.value
    : wrongType<string | undefined>(found, "a string", undefined, reader);
}

function address(reader: Reader): string {
  const before = reader.faults.length;
  const found = text("address", reader)?.trim();
  if (!found && reader.faults.length === before) {
    const { origin } = setting("address", reader);
    reader.faults.push(inventoryFault("inventory/empty-address", { host: reader.host.name }, { origin }));
  }
  return found ?? "";
}

/** Undefined unless the project sets it. The default refers to `address`, whose faults must be reported only once. */
function serviceAddress(reader: Reader): string | undefined {
  const [, ...written] = reader.layers;
  return variable("service_address", written) ? text("service_address", reader) : undefined;
}

const SSH_PORT = 22;

function port(reader: Reader): number {
  const found = setting("port", reader);
  if (found.value === undefined || found.value === null) return SSH_PORT;
  const number = typeof found.value === "string" && found.value !== "" ? Number(found.value) : found.value;
  const valid = typeof number === "number" && Number.isInteger(number) && number > 0 && number < 65_536;
  return valid ? number : wrongType(found, "a number from 1 to 65535", SSH_PORT, reader);
}

function boolean(name: string, reader: Reader): boolean | undefined {
  const found = setting(name, reader);
  if (found.value === undefined || found.value === null) return undefined;
  return typeof found.value === "boolean"
    ? found.value
    : wrongType<boolean | undefined>(found, "true or false", undefined, reader);
}

function connectionType(reader: Reader): "ssh" | "local" {
  const found = setting("connection", reader);
  if (found.value === undefined || found.value === null || found.value === "ssh") return "ssh";
  return found.value === "local" ? "local" : wrongType(found, "ssh or local", "ssh", reader);
}

function expandPath(written: string | undefined, { root, home }: SettingsContext): string | undefined {
  if (written === undefined || written === "") return undefined;
  const whole = home !== undefined && /^~(\/|$)/.test(written) ? path.join(home, written.slice(1)) : written;
  return path.resolve(root, whole);
}
