import path from "node:path";
import { loadFault } from "../../errors/catalogue/load.ts";
import { compilePattern } from "../../language/pattern/pattern.ts";
import { booleanOf, child, itemsOf, numberOf, textOf, type Node } from "../yaml/node.ts";
import { readYaml, type Reading } from "../reading.ts";
import { argumentSpecsFileSchema } from "../schemas/argument-specs.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";
import { contradictions } from "./contradictions.ts";
import type { Specs, SpecType, VariableSpec } from "./spec.ts";

const validator = validatorOf(argumentSpecsFileSchema);

/**
 * The specifications of a role's variables, from meta/argument_specs.yaml or from `argument_specs` in meta/main.yaml.
 * @param file the path of the first, which need not exist
 * @param inMeta the value in the second
 */
export async function readSpecs(file: string, inMeta: Node | undefined, reading: Reading): Promise<Specs> {
  const node = await readYaml(file, reading);
  if (node === "missing" || node === "empty") return specsOf(inMeta, reading);
  if (inMeta) {
    const parameters = { what: "argument_specs", first: `meta/${path.basename(file)}`, second: "meta/main.yaml" };
    reading.faults.push(loadFault("load/written-twice", parameters, { origin: inMeta.origin }));
  }
  reading.faults.push(...validate(validator, node, "A file of argument specifications"));
  return specsOf(child(node, "argument_specs"), reading);
}

function specsOf(node: Node | undefined, reading: Reading): Specs {
  return optionsOf(child(child(node, "main"), "options"), reading) ?? new Map();
}

function optionsOf(node: Node | undefined, reading: Reading): Specs | undefined {
  if (node?.kind !== "map") return undefined;
  return new Map([...node.entries].map(([name, { origin, value }]) => [name, specOf(value, origin, reading)]));
}

function specOf(node: Node, origin: VariableSpec["origin"], reading: Reading): VariableSpec {
  const spec = specIn(node, origin, reading);
  if (node.kind === "map") reading.faults.push(...contradictions(node, spec));
  return spec;
}

function specIn(node: Node, origin: VariableSpec["origin"], reading: Reading): VariableSpec {
  const type = (textOf(child(node, "type")) ?? "str") as SpecType;
  const options = optionsOf(child(node, "options"), reading);
  const elements = textOf(child(node, "elements")) as SpecType | undefined;
  const choices = child(node, "choices");
  const limits = {
    choices: choices && itemsOf(choices).flatMap((item) => (item.kind === "scalar" ? [item.value] : [])),
    format: formatOf(node, reading),
    minimum: numberOf(child(node, "minimum")),
    maximum: numberOf(child(node, "maximum")),
    source: child(node, "source") && { createdBy: textOf(child(node, "created_by")) },
  };
  const own = { type, origin, required: booleanOf(child(node, "required")) ?? false };
  const noLog = booleanOf(child(node, "no_log")) ?? false;
  if (type !== "list") return { ...own, ...limits, options, elements: undefined, noLog };
  // As in Ansible, the choices of a list are those of its items; so are the other limits.
  const none = { choices: undefined, format: undefined, minimum: undefined, maximum: undefined, source: undefined };
  const item = { ...own, ...limits, type: elements ?? "raw", required: true, options, elements: undefined, noLog };
  return { ...own, ...none, options: undefined, elements: item, noLog };
}

function formatOf(node: Node, reading: Reading): VariableSpec["format"] {
  const written = child(node, "pattern");
  const pattern = textOf(written);
  if (written === undefined || pattern === undefined) return undefined;
  const words = textOf(child(node, "expected"));
  if (words === undefined) {
    const parameters = { key: "expected", of: "A specification with a `pattern`" };
    reading.faults.push(loadFault("load/missing-key", parameters, { origin: written.origin }));
    return undefined;
  }
  const compiled = compilePattern(`^(?:${pattern})$`);
  if (compiled.ok) return { pattern: compiled.pattern, words };
  const { problem } = compiled.problem;
  reading.faults.push(loadFault("load/bad-pattern", { problem }, { origin: written.origin }));
  return undefined;
}
