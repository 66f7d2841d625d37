import { inventoryFault } from "../errors/catalogue/inventory.ts";
import type { Fault } from "../errors/fault.ts";
import { evaluate } from "../language/evaluate.ts";
import { writtenAt, type Variable } from "../language/scope.ts";
import type { Scope } from "../language/scope-interface.ts";
import type { Tree } from "../language/tree.ts";
import type { DefinedAt } from "../load/variables.ts";
import { describeFound } from "../load/validation/wording.ts";
import { showOrigin } from "../model/origin.ts";
import type { Host } from "../model/host.ts";
import type { Value } from "../model/value.ts";
import type { InventoryLayer, WrittenSetting } from "./layers.ts";
import { shortSetting } from "./setting-names.ts";
import { isWrong, type ParseSetting, type ReadSetting } from "./setting-values.ts";

/** What the settings of a host are read from, and the faults found so far. */
export interface SettingReader {
  readonly host: Host;
  readonly layers: readonly InventoryLayer[];
  readonly scope: Scope;
  readonly faults: Fault[];
}

/** The value of a setting; undefined if it is not written or has a fault, which is recorded. */
export function readSetting<T>(
  written: WrittenSetting | undefined,
  parse: ParseSetting<T>,
  reader: SettingReader,
): T | undefined {
  const found = written && evaluated(written, reader);
  if (!found) return undefined;
  const parsed = parse(found);
  if (!isWrong(parsed)) return parsed;
  const { name, value } = found;
  const shown = parsed.isHidden ? "plain text" : describeFound(value);
  const parameters = { host: reader.host.name, setting: name, found: shown, hint: undefined, ...parsed };
  const place = placeOf(written, reader);
  // A frame of the code would show the line.
  const hidden = place.origin ? { details: [showOrigin(place.origin)] } : place;
  reader.faults.push(inventoryFault("inventory/bad-setting", parameters, parsed.isHidden ? hidden : place));
  return undefined;
}

function evaluated({ name, variable }: WrittenSetting, reader: SettingReader): ReadSetting | undefined {
  const origin = writtenAt(variable) ?? reader.host.origin;
  const place = placeOf({ name, variable }, reader);
  const outcome = valueOf(name, variable, reader);
  if (outcome === undefined) return undefined;
  if (outcome.value === null || (typeof outcome.value === "string" && outcome.value.trim() === "")) {
    reader.faults.push(inventoryFault("inventory/empty-setting", { host: reader.host.name, setting: name }, place));
    return undefined;
  }
  const literal = variable.from === "project" && variable.tree.kind === "literal";
  return { name, value: outcome.value, origin, literal };
}

/** Where a setting is written: a position in a file, or `-e`. */
function placeOf({ name, variable }: WrittenSetting, { host, layers }: SettingReader): DefinedAt {
  const origin = writtenAt(variable);
  const fromFlag = !origin && layers.some((layer) => layer.name === "-e" && layer.variables.get(name) === variable);
  return fromFlag ? { details: [`-e ${name}=…`] } : { origin: origin ?? host.origin };
}

function valueOf(name: string, variable: Variable, reader: SettingReader): { readonly value: Value } | undefined {
  if (variable.from === "data") return { value: variable.value };
  if (variable.from === "engine") return undefined;
  const missing = undefinedNames(name, variable.tree, reader);
  const outcome = missing.length > 0 ? undefined : evaluate(variable.tree, reader.scope);
  if (outcome?.ok) return { value: outcome.value };
  reader.faults.push(...missing, ...(outcome?.faults ?? []));
  return undefined;
}

function undefinedNames(setting: string, tree: Tree, { host, scope }: SettingReader): Fault[] {
  return namesIn(tree).flatMap(({ name, origin }) => {
    if (scope.lookup(name) !== undefined) return [];
    const parameters = { host: host.name, name, setting, isSetting: shortSetting(name) !== undefined };
    return [inventoryFault("inventory/undefined-address", parameters, { origin })];
  });
}

/** The variables that a value uses. */
export function namesIn(tree: Tree) {
  return tree.kind === "template" ? tree.template.names : tree.kind === "cel" ? tree.expression.names : [];
}
