import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import { child, isComputed, isNull, itemsOf, textOf, type MapNode, type Node } from "../yaml/node.ts";
import { violationOf } from "./check.ts";
import { SPEC_TYPES, type SpecType, type VariableSpec } from "./spec.ts";

/** The types for which each key means something; of a list, the type of its items. */
const KEY_TYPES: Readonly<Record<string, readonly SpecType[]>> = {
  minimum: ["int", "float"],
  maximum: ["int", "float"],
  pattern: ["str", "path", "int", "float"],
  source: ["str", "path"],
  options: ["dict"],
};

/** Keys that mean something only together with another. */
const NEEDS: Readonly<Record<string, string>> = { expected: "pattern", created_by: "source" };

/** What in a specification contradicts itself, so that no value, or not the default, could ever meet it. */
export function contradictions(node: MapNode, spec: VariableSpec): Fault[] {
  const type = textOf(child(node, "type")) ?? "str";
  // The schema reports a type that does not exist.
  if (!SPEC_TYPES.includes(type)) return [];
  return [
    ...uselessKeys(node, spec, type),
    ...crossedLimits(node),
    ...wrongChoices(node, spec),
    ...wrongDefault(node, spec),
  ];
}

function uselessKeys(node: MapNode, spec: VariableSpec, type: string): Fault[] {
  const elements = child(node, "elements");
  const misplaced =
    elements && type !== "list" ? [useless("elements", elements, "Write `type: list`, or remove it.")] : [];
  const item = spec.elements ?? spec;
  const types = Object.entries(KEY_TYPES).flatMap(([key, wanted]) => {
    const value = child(node, key);
    if (!value || wanted.includes(item.type)) return [];
    const name = type === "list" ? "elements" : "type";
    return [useless(key, value, `Write \`${name}: ${wanted[0] ?? ""}\`, or remove it.`)];
  });
  const alone = Object.entries(NEEDS).flatMap(([key, other]) => {
    const value = child(node, key);
    return value && !child(node, other) ? [useless(key, value, `Add \`${other}\`, or remove it.`)] : [];
  });
  return [...misplaced, ...types, ...alone];
}

function useless(key: string, { origin }: Node, hint: string): Fault {
  return loadFault("load/bad-specification", { problem: `\`${key}\` has no meaning here`, hint }, { origin });
}

function crossedLimits(node: MapNode): Fault[] {
  const [low, high] = [child(node, "minimum"), child(node, "maximum")];
  if (low?.kind !== "scalar" || high?.kind !== "scalar") return [];
  if (typeof low.value !== "number" || typeof high.value !== "number" || low.value <= high.value) return [];
  const problem = `The minimum ${low.value} is greater than the maximum ${high.value}`;
  return [
    loadFault("load/bad-specification", { problem, hint: "Exchange them, or correct one." }, { origin: high.origin }),
  ];
}

/** Choices of a list are those of its items. */
function wrongChoices(node: MapNode, spec: VariableSpec): Fault[] {
  const item = { ...(spec.elements ?? spec), choices: undefined };
  return itemsOf(child(node, "choices")).flatMap((choice) => {
    if (choice.kind !== "scalar") return [];
    const violation = violationOf(item, choice.value);
    return violation ? [wrongValue(`The choice ${String(choice.value)}`, violation.expected, choice)] : [];
  });
}

/** A default is only documentation; it has to be right all the same. */
function wrongDefault(node: MapNode, spec: VariableSpec): Fault[] {
  const written = child(node, "default");
  if (!written || isNull(written)) return [];
  if (spec.required) {
    const problem = "A variable that is required needs no default";
    const hint = "Remove `default`, or `required: true`.";
    return [loadFault("load/bad-specification", { problem, hint }, { origin: written.origin })];
  }
  if (isComputed(written)) return [];
  const violation = violationOf(spec, valueOf(written));
  return violation ? [wrongValue("The default", violation.expected, written)] : [];
}

function wrongValue(what: string, expected: string, { origin }: Node): Fault {
  const hint = "Correct it, or the type and the limits of the specification.";
  return loadFault("load/bad-specification", { problem: `${what} is not ${expected}`, hint }, { origin });
}

function valueOf(node: Node): Value {
  if (node.kind === "list") return node.items.map(valueOf);
  if (node.kind === "scalar") return node.value;
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, valueOf(value)]));
}
