import { celOfText } from "../../language/jinja/translate-text.ts";
import { itemsOf, textOf, type Node } from "../yaml/node.ts";
import { flow, yamlExpression } from "./written.ts";

/** What to write as `loop` instead of the value of `with_KIND`; undefined if that is not certain. */
export function loopFor(kind: string, value: Node): string | undefined {
  switch (kind) {
    case "items":
      return isFlat(value) ? flow(listed(value)) : expression(join(["flatten(", celOf(listed(value)), ")"]));
    case "list":
      return flow(listed(value));
    case "dict":
      return flow(value);
    case "flattened":
      return expression(join(["flatten(", celOf(listed(value)), ", -1)"]));
    case "nested":
    case "cartesian":
      return ofLists("product", value);
    case "together":
      return ofLists("zip", value);
    case "subelements":
      return subelements(value);
    case "sequence":
      return sequence(value);
    case "fileglob":
      return expression(each(value, (path) => `fileglob(${path})`)?.join(" + "));
    case "first_found":
      return firstFound(value);
    case "file":
    case "template":
    case "env":
      return expression(join(["[", each(value, (name) => `${kind}(${name})`)?.join(", "), "]"]));
    case "indexed_items":
      return expression(enumerated(celOf(listed(value))));
    case "inventory_hostnames":
      return expression(hostsOf(textOf(value)));
    default:
      return undefined;
  }
}

function expression(cel: string | undefined): string | undefined {
  return cel === undefined ? undefined : yamlExpression(cel);
}

/** The parts as one text; undefined if one of them is. */
function join(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** A single literal value as a list of one, as Ansible takes it. */
function listed(value: Node): Node {
  const isLiteral = value.kind === "scalar" && textOf(value) !== undefined;
  return isLiteral ? { kind: "list", items: [value], origin: value.origin } : value;
}

/** Whether Ansible, which puts the elements of inner lists in their place, has nothing to do. A computed list is taken as flat. */
function isFlat(value: Node): boolean {
  if (value.kind === "scalar") return true;
  return (
    value.kind === "list" &&
    value.items.every((item) => item.kind === "map" || textOf(item) !== undefined || isNumeric(item))
  );
}

function isNumeric(item: Node): boolean {
  return item.kind === "scalar" && item.tag === undefined && typeof item.value !== "string";
}

/** A value as an expression; undefined if a part of it has no counterpart. */
function celOf(node: Node): string | undefined {
  if (node.kind === "list") return join(["[", all(node.items.map(celOf)), "]"]);
  if (node.kind === "map") {
    const entries = [...node.entries].map(([key, { value }]) => join([JSON.stringify(key), ": ", celOf(value)]));
    return join(["{", all(entries), "}"]);
  }
  const { value, tag } = node;
  if (tag === "secret") return undefined;
  if (tag === "cel") return `(${String(value)})`;
  return typeof value === "string" && tag === undefined ? celOfText(value) : JSON.stringify(value);
}

function all(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(", ");
}

function each(value: Node, write: (cel: string) => string): string[] | undefined {
  const parts = itemsOf(value).map(celOf);
  return parts.some((part) => part === undefined) ? undefined : parts.map((part) => write(part ?? ""));
}

function ofLists(name: "product" | "zip", value: Node): string | undefined {
  if (value.kind !== "list") return undefined;
  const lists = value.items.map((item) => celOf(listed(item)));
  return expression(join([`${name}(`, all(lists), ")"]));
}

function subelements(value: Node): string | undefined {
  const [list, field, ...more] = value.kind === "list" ? value.items : [];
  if (!list || textOf(field) === undefined || more.length > 0) return undefined;
  return expression(join(["subelements(", celOf(list), `, ${JSON.stringify(textOf(field))})`]));
}

/** `start=1 end=10 stride=2 format=web%02d`. */
function sequence(value: Node): string | undefined {
  const given = new Map(
    [...(textOf(value) ?? "").matchAll(/(\w+)=(\S+)/g)].map(([, key = "", word = ""]) => [key, word]),
  );
  const number = (name: string, otherwise: number) => Number(given.get(name) ?? otherwise);
  const [start, stride] = [number("start", 1), number("stride", 1)];
  const end = given.has("count") ? start + (number("count", 0) - 1) * stride : number("end", Number.NaN);
  if (![start, stride, end].every(Number.isSafeInteger) || stride === 0) return undefined;
  const format = given.get("format");
  const more = format === undefined ? [] : [JSON.stringify(format)];
  const args = [start, end, ...(stride === 1 && more.length === 0 ? [] : [stride]), ...more];
  return expression(`sequence(${args.join(", ")})`);
}

/** A list of paths, or of maps with `files` and `paths`. */
function firstFound(value: Node): string | undefined {
  const paths = itemsOf(value).map((item) => {
    if (item.kind !== "map") return celOf(item);
    const of = (key: string) => itemsOf(item.entries.get(key)?.value);
    const [files, folders] = [of("files"), of("paths")];
    const names = files.map(celOf);
    if (folders.length === 0) return all(names);
    return all(folders.flatMap((folder) => names.map((name) => inFolder(celOf(folder), name))));
  });
  return expression(join(["[first_found([", all(paths), "])]"]));
}

/** The path of a file in a folder, both as expressions. */
function inFolder(folder: string | undefined, name: string | undefined): string | undefined {
  const path = join([folder, ' + "/" + ', name]);
  return path?.replace(/^"([^"]*)" \+ "\/" \+ "([^"]*)"$/, '"$1/$2"');
}

function enumerated(list: string | undefined): string | undefined {
  return list === undefined ? undefined : `zip(range(size(${list})), ${list})`;
}

function hostsOf(pattern: string | undefined): string | undefined {
  return pattern !== undefined && /^\w+$/.test(pattern) ? `groups.${pattern}` : undefined;
}
