import { isMap, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { toJson } from "../../../model/json.ts";
import type { Format } from "../../lib/documents/place.ts";

type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;

/** Only the text of the value changes: all other parts stay as they are written. */
export const JSON_FORMAT: Format = {
  name: "JSON",
  write: (value) => `${toJson(value, 2)}\n`,
  put: (text, { parent, node, index, reached }, value) => {
    if (node) return splice(text, rangeOf(node), render(text, rangeOf(node).start, value));
    if (!parent) return text;
    const name = isMap(parent) ? String(reached.at(-1)) : undefined;
    return index === 0 ? fill(text, parent, name, value) : append(text, parent, name, value);
  },
  drop: (text, { parent, index }) => {
    const spans = parent ? spansOf(parent) : [];
    const [previous, span, next] = [spans[index - 1], spans[index], spans[index + 1]];
    if (!parent || !span) return text;
    if (next) return splice(text, { start: span.start, end: next.start }, "");
    if (previous) return splice(text, { start: previous.end, end: span.end }, "");
    return splice(text, rangeOf(parent), isMap(parent) ? "{}" : "[]");
  },
};

/** Part of a text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const splice = (text: string, { start, end }: Span, by: string) => text.slice(0, start) + by + text.slice(end);

function rangeOf({ range }: Node): Span {
  const [start, end] = range ?? [0, 0];
  return { start, end };
}

/** Where each entry stands: in a map, the name and its value. */
function spansOf(parent: Collection): readonly Span[] {
  if (!isMap(parent)) return parent.items.map(rangeOf);
  return parent.items.map(({ key, value }: Pair<Node, Node | null>) => ({
    start: rangeOf(key).start,
    end: rangeOf(value ?? key).end,
  }));
}

/** The value as the text has others: on one line if all of it is one, else indented like the line that it begins in. */
function render(text: string, at: number, value: unknown): string {
  if (!text.trim().includes("\n")) return toJson(value);
  const step = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const indented = (line: string) => line.replace(/^ +/, (spaces) => step.repeat(spaces.length / 2));
  return toJson(value, 2)
    .split("\n")
    .map(indented)
    .join(`${text.includes("\r\n") ? "\r" : ""}\n${indentAt(text, at)}`);
}

const indentAt = (text: string, at: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))?.[0] ?? "";

function fill(text: string, parent: Collection, name: string | undefined, value: unknown): string {
  const range = rangeOf(parent);
  return splice(text, range, render(text, range.start, name === undefined ? [value] : { [name]: value }));
}

function append(text: string, parent: Collection, name: string | undefined, value: unknown): string {
  const spans = spansOf(parent);
  const first = spans[0]?.start ?? 0;
  const end = spans.at(-1)?.end ?? 0;
  const opening = text.slice(rangeOf(parent).start + 1, first);
  const isSpread = opening.includes("\n");
  const entry = (name === undefined ? "" : `${JSON.stringify(name)}: `) + render(text, first, value);
  return splice(text, { start: end, end }, `,${isSpread ? opening : " "}${entry}`);
}
