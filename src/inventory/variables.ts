import type { Variable } from "../language/scope.ts";
import { compileTemplate } from "../language/template/template.ts";
import type { Tree } from "../language/tree.ts";
import type { Host } from "../model/host.ts";
import type { Origin } from "../model/origin.ts";
import type { Inventory } from "./inventory.ts";
import { settingOf, type InventoryLayer } from "./layers.ts";
import { namesIn } from "./setting-reader.ts";

/**
 * A host's variables from the inventory, lowest first: defaults, `.env`, `all`, parents, children, the same groups in group_vars/ next to
 * the playbook, the host itself.
 */
export function hostLayers(inventory: Inventory, host: Host): InventoryLayer[] {
  const layersOf = (name: string) => inventory.groups.get(name)?.layers ?? [];
  // `all` is the first group; even what is next to the playbook for it is below the other groups.
  const [all = "all", ...others] = host.groups;
  const groups = others.flatMap(layersOf);
  const written = [
    inventory.environment,
    ...layersOf(all),
    ...groups.filter(({ nextToPlaybook }) => !nextToPlaybook),
    ...groups.filter(({ nextToPlaybook }) => nextToPlaybook),
    ...(inventory.hosts.get(host.name)?.layers ?? []),
  ];
  return [defaults(host, written), ...written];
}

/** By default, `address` is what SSH connects to, else the host's name, and `service_address` is the address. */
function defaults(host: Host, written: readonly InventoryLayer[]): InventoryLayer {
  const variables = new Map<string, Variable>([
    ["address", defaultAddress(host, written)],
    ["service_address", sameAsAddress(host)],
  ]);
  return { name: "default", variables };
}

/** Compiled when it is used, because few of thousands of hosts need it. */
function sameAsAddress({ origin }: Host): Variable {
  let tree: Tree | undefined;
  return {
    from: "project",
    get tree() {
      return (tree ??= compiledAddress(origin));
    },
  };
}

function compiledAddress(origin: Origin): Tree {
  const template = compileTemplate("{{ address }}", origin, "value");
  if (!template.ok) throw new Error("the default of service_address is no template");
  return { kind: "template", template: template.value, origin };
}

function defaultAddress(host: Host, written: readonly InventoryLayer[]): Variable {
  const connected = settingOf("host", written)?.variable;
  const name = { from: "data", value: host.name, origin: host.origin } as const;
  if (connected?.from !== "project") return name;
  // What SSH connects to may itself be made from the address, or from the host's name.
  return namesIn(connected.tree).some((use) => use.name === "address") ? name : connected;
}
