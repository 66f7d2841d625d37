import type { Layer, Variable } from "../language/scope.ts";
import { compileTemplate } from "../language/template/template.ts";
import type { Host } from "../model/host.ts";
import type { Inventory } from "./inventory.ts";

/** A host's variables from the inventory, lowest first: defaults, `.env`, `all`, parents, children, the host itself. */
export function hostLayers(inventory: Inventory, host: Host): Layer[] {
  const groups = host.groups.flatMap((name) => inventory.groups.get(name)?.layers ?? []);
  return [defaults(host), inventory.environment, ...groups, ...(inventory.hosts.get(host.name)?.layers ?? [])];
}

/** By default, `address` is the host's name and `service_address` is the address. */
function defaults(host: Host): Layer {
  const variables = new Map<string, Variable>([["address", { from: "data", value: host.name, origin: host.origin }]]);
  const template = compileTemplate("{{ address }}", host.origin, "value");
  if (template.ok) {
    const tree = { kind: "template", template: template.value, origin: host.origin } as const;
    variables.set("service_address", { from: "project", tree });
  }
  return { name: "default", variables };
}
