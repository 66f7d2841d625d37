import type { Edit } from "../../errors/edit.ts";
import { translateText } from "../../language/jinja/translate-text.ts";
import type { MapNode, Node, NodeEntry, ScalarNode } from "../yaml/node.ts";

/** Text that YAML reads as this text without quotes, also inside `{ }` and `[ ]`, and even after `!cel`. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n|~)$)[A-Za-z_/.(][^:#,[\]{}\n\t]*$/i;

/** A text as YAML reads it: without quotes if possible, else in the quotes that need the fewest escapes. */
export function yamlText(text: string): string {
  if (PLAIN.test(text) && text === text.trim()) return text;
  return /["\\]/.test(text) && !/['\p{Cc}]/u.test(text) ? `'${text}'` : JSON.stringify(text);
}

/** An expression as a value. */
export function yamlExpression(cel: string): string {
  return `!cel ${yamlText(cel)}`;
}

/** A value on one line, in our language. */
export function flow(node: Node): string {
  if (node.kind === "list") return `[${node.items.map(flow).join(", ")}]`;
  if (node.kind === "map") {
    const entries = [...node.entries].map(([key, { value }]) => `${yamlText(key)}: ${flow(value)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  const { value, tag, command } = node;
  if (command) return `!secret { command: [${command.map(yamlText).join(", ")}] }`;
  if (typeof value !== "string") return node.written ?? String(value);
  if (tag === "cel") return yamlExpression(value);
  if (tag === "raw") return `!raw ${yamlText(value)}`;
  const translation = translateText(value);
  return translation?.is === "expression" ? yamlExpression(translation.text) : yamlText(translation?.text ?? value);
}

/** The edit that writes another value in place of a scalar. */
export function replaceScalar(node: ScalarNode, written: string): Edit | undefined {
  const { origin, until } = node;
  return until && { from: { line: origin.line, col: origin.col }, to: until, text: written };
}

/** The edit that writes another text in place of a scalar's, in the same style if that is possible. */
export function replaceText(node: ScalarNode, text: string): Edit | undefined {
  switch (node.style) {
    case "double":
      return replaceScalar(node, JSON.stringify(text));
    case "single":
      return replaceScalar(node, /\p{Cc}/u.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`);
    case "block":
      return replaceScalar(node, block(text, node.textAt.col - 1));
    case undefined:
      return replaceScalar(node, yamlText(text));
  }
}

function block(text: string, indent: number): string {
  const keep = text.endsWith("\n\n") ? "+" : text.endsWith("\n") ? "" : "-";
  const lines = text.replace(/\n$/, "").split("\n");
  return [`|${keep}`, ...lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line))].join("\n");
}

/** What stands between an entry of a map and a further one that follows it. */
export function separatorIn(map: MapNode, { origin }: NodeEntry): string {
  const [first] = map.entries.values();
  const isFlow = first?.origin.col !== map.origin.col || first.origin.line !== map.origin.line;
  return isFlow ? ", " : `\n${" ".repeat(origin.col - 1)}`;
}
