import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { LoadedProject, WithSources } from "../../inventory/load-project.ts";
import { settingsWritten } from "../../inventory/layers.ts";
import { matchPattern } from "../../inventory/patterns/patterns.ts";
import { hostLayers } from "../../inventory/variables.ts";
import { evaluate } from "../../language/evaluate.ts";
import { createScope, writtenAt, type Layer, type LayeredScope, type Variable } from "../../language/scope.ts";
import type { MapTree } from "../../language/tree.ts";
import type { Play } from "../../load/project.ts";
import type { Host } from "../../model/host.ts";
import { showOrigin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import type { Value } from "../../model/value.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { hostLayer } from "../../plan/before-run.ts";
import { showValue } from "../../report/show-value.ts";
import type { Io } from "../io.ts";
import { hostNamed, loadToInspect, type InspectRequest } from "./inspect.ts";

const fault = faultsOf(cliErrors);

/** `provision vars HOST [NAME]`. */
export interface VarsRequest extends InspectRequest {
  readonly host: string;
  /** Undefined for all variables. */
  readonly name: string | undefined;
}

/** The variables of a host, each with its value, where it is written, and what it overrides. Secrets are masked. */
export async function vars(
  request: VarsRequest,
  io: Io,
  registry: ModuleRegistry,
): Promise<Outcome<string> & Partial<WithSources>> {
  const loaded = await loadToInspect(request, io, registry);
  if (!loaded.ok) return loaded;
  const { inventory, typing } = loaded.value;
  const named = hostNamed(request.host, inventory);
  if (!named.ok) return named;
  const host = named.value;
  const layers = layersOf(host, loaded.value);
  const scope = createScope([...layers, hostLayer(inventory, host)], typing);
  const names = [...new Set(layers.flatMap(({ variables }) => [...variables.keys()]))].sort();
  const { name } = request;
  if (name !== undefined && !names.includes(name)) {
    return bad(fault("cli/unknown-variable", { host: host.name, name, nearest: nearest(name, names) }));
  }
  const lines = (name === undefined ? names : [name]).flatMap((one) => linesOf(one, layers, scope));
  const { warnings } = loaded.value;
  return { ...good(io.mask.mask(`${lines.join("\n")}\n`)), warnings, sources: loaded.sources };
}

/** All layers of a host, lowest first. Those of a play count if the host is in it; of several plays, the last one is the highest. */
function layersOf(host: Host, { project, inventory, extraVars }: LoadedProject): Layer[] {
  const plays = project.playbooks.flatMap((playbook) => playbook.plays).filter((play) => isIn(host, play, inventory));
  const uses = plays.flatMap((play) => play.roles);
  return [
    ...uses.flatMap(({ role }) => layerOf(`defaults of the role ${role.name}`, role.defaults)),
    ...settingsWritten(hostLayers(inventory, host)),
    ...plays.flatMap((play) => [
      ...layerOf(`play ${play.name}`, play.vars),
      ...(play.answers ? [play.answers] : []),
      ...play.varsFiles.flatMap((map) => layerOf("vars_files", map)),
    ]),
    ...uses.flatMap(({ role }) => layerOf(`vars of the role ${role.name}`, role.vars)),
    ...uses.flatMap(({ role, vars: own }) => layerOf(`next to the role ${role.name}`, own)),
    extraVars,
  ];
}

function isIn(host: Host, { hosts }: Play, inventory: LoadedProject["inventory"]): boolean {
  const matched = matchPattern(inventory, hosts.pattern, hosts.origin);
  return matched.ok && matched.value.some(({ name }) => name === host.name);
}

function layerOf(name: string, map: MapTree | undefined): Layer[] {
  if (!map) return [];
  const variables = [...map.entries].map(
    ([key, { value }]) => [key, { from: "project", tree: value } as const] as const,
  );
  return [{ name, variables: new Map(variables) }];
}

function linesOf(name: string, layers: readonly Layer[], scope: LayeredScope): string[] {
  const [effective, ...others] = layers
    .flatMap((layer) => {
      const variable = layer.variables.get(name);
      return variable ? [{ layer, variable }] : [];
    })
    .reverse();
  if (!effective) return [];
  const found = scope.lookup(name);
  const value = found?.ok ? text(found.value) : `(not known before a run: ${found?.faults[0].message ?? ""})`;
  return [
    `${name}: ${value}`,
    `    from ${place(effective)}`,
    ...others.map((other) => `    overrides ${place(other)}: ${overridden(other.variable, scope)}`),
  ];
}

function place({ layer, variable }: { readonly layer: Layer; readonly variable: Variable }): string {
  const origin = writtenAt(variable);
  if (!origin) return layer.name;
  return origin.file === layer.name ? showOrigin(origin) : `${showOrigin(origin)} (${layer.name})`;
}

function overridden(variable: Variable, scope: LayeredScope): string {
  if (variable.from === "data") return text(variable.value);
  const value = variable.from === "project" ? evaluate(variable.tree, scope) : variable.compute();
  return value.ok ? text(value.value) : "(not known before a run)";
}

function text(value: Value): string {
  return value instanceof Secret ? String(value) : showValue(value);
}
