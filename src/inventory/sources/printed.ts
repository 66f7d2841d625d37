import type { Layer, Variable } from "../../language/scope.ts";
import { literalTemplate } from "../../load/literal-template.ts";
import type { Reading } from "../../load/reading.ts";
import { define } from "../../load/variables.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import { groupNamed, hostNamed, type Draft } from "../draft.ts";
import { withSettings } from "../layers.ts";
import { groupNameFault, hostNameFault } from "../names.ts";
import { GROUP_PRIORITY } from "../setting-names.ts";

/** The program that printed an inventory, and what the inventory is added to. */
interface Printed {
  /** The program, as in messages. */
  readonly name: string;
  readonly draft: Draft;
  readonly reading: Reading;
  /** The variables of a host; undefined if they cannot be read, which is reported. */
  readonly ask: (host: string) => Promise<Value | undefined>;
}

/** Adds the groups of a JSON object as a dynamic inventory prints it. Returns a clause that says what is wrong with it. */
export async function addPrinted(list: Value, printed: Printed): Promise<string | undefined> {
  if (!isMap(list)) return "it is not an object of groups";
  const { _meta: meta = null, ...groups } = list;
  for (const [name, group] of Object.entries(groups)) {
    const problem = addGroup(name, group, printed);
    if (problem !== undefined) return problem;
  }
  return addHostVariables(meta, groups, printed);
}

function addGroup(name: string, written: Value, { name: file, draft, reading }: Printed): string | undefined {
  const origin = originIn(file);
  const parts = partsOf(name, written);
  if (!parts) return `the group ${JSON.stringify(name)} is neither a list of hosts nor an object`;
  const { hosts, children, vars } = parts;
  if (!isNames(hosts)) return `\`hosts\` of the group ${JSON.stringify(name)} is not a list of names`;
  if (!isNames(children)) return `\`children\` of the group ${JSON.stringify(name)} is not a list of names`;
  if (!isMap(vars)) return `\`vars\` of the group ${JSON.stringify(name)} is not an object`;
  const names = hosts.map((host) => hostNameFault(host, origin));
  const faults = [groupNameFault(name, origin), ...names, ...children.map((child) => groupNameFault(child, origin))];
  reading.faults.push(...faults.flatMap((fault) => fault ?? []));
  const group = groupNamed(draft, name, origin);
  for (const host of hosts) {
    hostNamed(draft, host, origin);
    group.hosts.add(host);
  }
  for (const child of children) {
    group.children.set(child, origin);
    groupNamed(draft, child, origin);
  }
  const priority = vars[GROUP_PRIORITY];
  if (typeof priority === "number") group.priority = priority;
  if (Object.keys(vars).length > 0)
    group.layers.push(withSettings(layerOf(`group ${name}`, vars, { file, draft, reading })));
  return undefined;
}

/** As in Ansible, a list is that of the hosts, and an object without the usual keys has the variables of the host of that name. */
function partsOf(name: string, written: Value): { hosts: Value; children: Value; vars: Value } | undefined {
  if (isList(written)) return { hosts: written, children: [], vars: {} };
  if (!isMap(written)) return undefined;
  const { hosts = null, children = null, vars = null } = written;
  const isGroup = ["hosts", "children", "vars"].some((key) => Object.hasOwn(written, key));
  if (!isGroup && Object.keys(written).length > 0) return { hosts: [name], children: [], vars: written };
  return { hosts: hosts ?? [], children: children ?? [], vars: vars ?? {} };
}

function isNames(value: Value): value is readonly string[] {
  return isList(value) && value.every((item) => typeof item === "string");
}

async function addHostVariables(meta: Value, groups: ValueMap, printed: Printed): Promise<string | undefined> {
  const { draft } = printed;
  const known = isMap(meta) ? meta["hostvars"] : undefined;
  if (known !== undefined && !isMap(known)) return "`hostvars` of `_meta` is not an object";
  const hosts = new Set([...Object.keys(groups).flatMap((name) => [...(draft.groups.get(name)?.hosts ?? [])])]);
  for (const host of known ? Object.keys(known) : hosts) {
    const vars = known ? known[host] : await printed.ask(host);
    if (vars === undefined) return undefined;
    if (!isMap(vars)) return `the variables of the host ${JSON.stringify(host)} are not an object`;
    const fault = hostNameFault(host, originIn(printed.name));
    if (fault) printed.reading.faults.push(fault);
    const { layers } = hostNamed(draft, host, originIn(printed.name));
    if (Object.keys(vars).length > 0) {
      layers.push(withSettings(layerOf(`host ${host}`, vars, { ...printed, file: printed.name })));
    }
  }
  return undefined;
}

/** Values of a program are data: they may come from tags of machines, which others write. */
function layerOf(
  name: string,
  vars: ValueMap,
  { file, draft, reading }: { readonly file: string; readonly draft: Draft; readonly reading: Reading },
): Layer {
  const origin = originIn(file);
  const at = { details: [`printed by ${file}`] };
  const variables = Object.entries(vars).map(([key, value]): readonly [string, Variable] => {
    define(key, at, reading);
    const literal = literalTemplate(key, value, "a program", at);
    if (literal) reading.warnings.push(literal);
    return [key, { from: "data", value, origin, ...(typeof value === "string" && { untyped: true as const }) }];
  });
  const literals = Object.entries(vars).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? []
      : [[key, { origin, value: { kind: "literal" as const, value, origin } }] as const],
  );
  draft.written.push({ place: "other inventory", map: { kind: "map", entries: new Map(literals), origin } });
  return { name, variables: new Map(variables) };
}

function originIn(file: string) {
  return { file, line: 1, col: 1 };
}
