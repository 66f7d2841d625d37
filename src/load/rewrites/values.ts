import type { Edit } from "../../errors/edit.ts";
import type { Fault } from "../../errors/fault.ts";
import { translation } from "../../language/cel/translation.ts";
import { compileExpression } from "../../language/cel/expression.ts";
import { translateText } from "../../language/jinja/translate-text.ts";
import { compileTemplate } from "../../language/template/template.ts";
import type { ScalarNode } from "../yaml/node.ts";
import { replaceScalar, replaceText, yamlExpression, yamlText } from "./written.ts";

/** How to write a value with Jinja; undefined if that is not certain. */
export function templateEdit(node: ScalarNode): Edit | undefined {
  if (typeof node.value !== "string" || node.tag !== undefined) return undefined;
  const ours = translateText(node.value);
  if (ours?.is === "template") {
    return compileTemplate(ours.text, node.textAt, "value").ok ? replaceText(node, ours.text) : undefined;
  }
  if (!ours || !compileExpression(ours.text, node.textAt).ok) return undefined;
  return replaceScalar(node, yamlExpression(ours.text));
}

/** How to write a condition, or what follows `!cel`. */
export function expressionEdit(node: ScalarNode): Edit | undefined {
  if (typeof node.value !== "string") return undefined;
  const ours = translation(node.value);
  if (ours === undefined || !compileExpression(ours, node.textAt).ok) return undefined;
  if (node.tag === "cel") return replaceScalar(node, yamlExpression(ours));
  return node.style === "block" ? replaceText(node, ours) : replaceScalar(node, yamlText(ours));
}

/** The faults of a value, each with how to write the value. */
export function withEdit(faults: readonly Fault[], edit: () => Edit | undefined): readonly Fault[] {
  const found = faults.length === 0 ? undefined : edit();
  return found ? faults.map((fault) => ({ ...fault, edit: found })) : faults;
}
