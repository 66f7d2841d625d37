import { good, type Outcome } from "../../errors/fault.ts";
import type { Inventory, InventoryHost } from "../../inventory/inventory.ts";
import type { LoadedProject, WithSources } from "../../inventory/load-project.ts";
import { settingsWritten } from "../../inventory/layers.ts";
import { hostLayers } from "../../inventory/variables.ts";
import { createScope } from "../../language/scope.ts";
import { toJson } from "../../model/json.ts";
import type { Value } from "../../model/value.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { hostLayer } from "../../plan/before-run.ts";
import type { Io } from "../io.ts";
import { hostNamed, loadToInspect, type InspectRequest } from "./inspect.ts";

/** The command `inventory`: all hosts and groups as JSON or as a tree, or the variables of one host. */
export interface InventoryRequest extends InspectRequest {
  readonly show: { readonly as: "list" | "graph" } | { readonly as: "host"; readonly host: string };
}

/** Executes the command; returns the text to print, in which secrets are masked. */
export async function inventory(
  request: InventoryRequest,
  io: Io,
  registry: ModuleRegistry,
): Promise<Outcome<string> & Partial<WithSources>> {
  const loaded = await loadToInspect(request, io, registry);
  if (!loaded.ok) return loaded;
  const text = shown(request.show, loaded.value);
  const { warnings } = loaded.value;
  return text.ok ? { ...good(io.mask.mask(text.value)), warnings, sources: loaded.sources } : text;
}

function shown(show: InventoryRequest["show"], project: LoadedProject): Outcome<string> {
  const { inventory: read } = project;
  if (show.as === "host") return hostVariables(show.host, project);
  return good(show.as === "graph" ? `${graph("all", read, 0).join("\n")}\n` : `${toJson(list(project), 4)}\n`);
}

function hostVariables(name: string, project: LoadedProject): Outcome<string> {
  const host = hostNamed(name, project.inventory);
  return host.ok ? good(`${toJson(variables(host.value, project), 4)}\n`) : host;
}

/** The JSON that a dynamic inventory prints, so that other programs and Ansible can read it. */
function list(project: LoadedProject): Value {
  const { inventory: read } = project;
  const hostvars = [...read.hosts.values()].map((host) => [host.name, variables(host, project)] as const);
  const groups = [...read.groups.keys()].map((name) => {
    const children = childrenOf(name, read);
    const hosts = name === "all" ? [] : (read.groups.get(name)?.ownHosts ?? []);
    return [name, { ...(children.length > 0 && { children }), ...(hosts.length > 0 && { hosts }) }] as const;
  });
  return { _meta: { hostvars: Object.fromEntries(hostvars) }, ...Object.fromEntries(groups) };
}

/** As `ansible-inventory --graph` prints it. */
function graph(name: string, read: Inventory, depth: number): string[] {
  const line = (text: string, at: number) => `${"  |".repeat(at)}${at > 0 ? "--" : ""}${text}`;
  return [
    line(`@${name}:`, depth),
    ...childrenOf(name, read).flatMap((child) => graph(child, read, depth + 1)),
    ...(name === "all" ? [] : (read.groups.get(name)?.ownHosts ?? []).map((host) => line(host, depth + 1))),
  ];
}

/** The children of a group; those of `all` are all groups that are no other group's children. */
function childrenOf(name: string, read: Inventory): readonly string[] {
  const children = read.groups.get(name)?.children ?? [];
  if (name !== "all") return children;
  const inner = new Set([...read.groups.values()].flatMap((group) => (group.name === "all" ? [] : group.children)));
  const top = [...read.groups.keys()].filter((group) => !["all", "ungrouped"].includes(group) && !inner.has(group));
  return ["ungrouped", ...top];
}

/** Everything that the inventory says of a host. What cannot be known before a run is left out. */
function variables(host: InventoryHost, { inventory: read, extraVars, typing }: LoadedProject): Record<string, Value> {
  const layers = [...settingsWritten(hostLayers(read, host)), extraVars];
  const scope = createScope([...layers, hostLayer(read, host)], typing);
  const names = new Set(layers.slice(1).flatMap(({ variables: written }) => [...written.keys()]));
  const known = [...names].sort().flatMap((name): [string, Value][] => {
    const value = scope.lookup(name);
    return value?.ok ? [[name, value.value]] : [];
  });
  return Object.fromEntries(known);
}
