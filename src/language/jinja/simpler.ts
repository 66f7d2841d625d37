import { ofHost } from "./facts.ts";
import { LOOKUP_WORDS } from "./lookups.ts";
import { literalOf, type Argument, type Jinja } from "./tree.ts";

type Filter = Extract<Jinja, { kind: "filter" }>;

/** A filter as an expression that our language has; undefined for those that need no other form. */
export function simpler({ of, name, args }: Filter): Jinja | undefined {
  const [first, second] = args;
  switch (name) {
    case "extract":
      return first && extracted({ kind: "index", of: first.value, index: of }, second);
    case "sort":
      return sorted(of, args);
    case "round":
      return rounded(of, first, second);
    case "ipaddr":
    case "ipv4":
    case "ipv6":
      return addressPart(of, first);
    case "type_debug":
      return args.length === 0 ? { kind: "filter", of, name: "type_name", args } : undefined;
    case "format":
      return formatted(of, args);
    case "changed":
    case "failed":
    case "skipped":
    case "success":
    case "succeeded":
      return { kind: "test", of, name, args, negated: false };
    case "subelements":
      return withoutMissing(of, args);
    default:
      return flagged({ kind: "filter", of, name, args });
  }
}

/** `item | extract(hostvars, ['a', 'b'])` is `hostvars[item]['a']['b']`. */
function extracted(of: Jinja, path: Argument | undefined): Jinja {
  const keys = !path ? [] : path.value.kind === "list" ? path.value.items : [path.value];
  return keys.reduce<Jinja>((inner, index) => ofHost({ kind: "index", of: inner, index }), of);
}

/** `sort(attribute='x', reverse=true)`. */
function sorted(of: Jinja, args: readonly Argument[]): Jinja | undefined {
  const known = args.every(({ name }) => name === "attribute" || name === "reverse");
  if (args.length === 0 || !known) return undefined;
  const attribute = args.find(({ name }) => name === "attribute")?.value;
  const list: Jinja = attribute
    ? { kind: "filter", of, name: "sort_by", args: [{ name: undefined, value: attribute }] }
    : { kind: "filter", of, name: "sort", args: [] };
  return isTrue(args.find(({ name }) => name === "reverse")) ? reversed(list) : list;
}

const reversed = (of: Jinja): Jinja => ({ kind: "filter", of, name: "reverse", args: [] });

function isTrue(argument: Argument | undefined): boolean {
  return argument?.value.kind === "name" && literalOf(argument.value.name) === "true";
}

/** `subelements('x', skip_missing=True)`. */
function withoutMissing(of: Jinja, args: readonly Argument[]): Jinja | undefined {
  const [key, skip] = args;
  if (!key || !skip || !isTrue(skip) || args.length > 2) return undefined;
  const defined: Argument = { name: undefined, value: { kind: "string", text: "defined" } };
  const having: Jinja = { kind: "filter", of, name: "selectattr", args: [key, defined] };
  return { kind: "filter", of: having, name: "subelements", args: [key] };
}

/** `round(0, 'ceil')`. */
function rounded(of: Jinja, precision: Argument | undefined, method: Argument | undefined): Jinja | undefined {
  const isWhole = !precision || method === undefined || isNumber(precision, "0");
  const way = [precision, method].find((argument) => argument?.value.kind === "string")?.value;
  if (!isWhole || way?.kind !== "string" || !["ceil", "floor"].includes(way.text)) return undefined;
  return { kind: "filter", of, name: way.text, args: [] };
}

function isNumber({ value }: Argument, text: string): boolean {
  return value.kind === "number" && value.text === text;
}

/** Queries of `ipaddr` that are functions here. */
const ADDRESS_PARTS: Readonly<Record<string, string>> = {
  address: "ip_address",
  ...{ network: "ip_network", subnet: "ip_network", netmask: "ip_netmask", prefix: "ip_prefix" },
  ...{ broadcast: "ip_broadcast", size: "ip_count", version: "ip_version" },
};

function addressPart(of: Jinja, query: Argument | undefined): Jinja | undefined {
  if (!query) return { kind: "filter", of, name: "is_ip", args: [] };
  const { value } = query;
  if (value.kind === "number" || value.kind === "unary") return { kind: "filter", of, name: "ip_nth", args: [query] };
  const name =
    value.kind === "string" && Object.hasOwn(ADDRESS_PARTS, value.text) ? ADDRESS_PARTS[value.text] : undefined;
  return name === undefined ? undefined : { kind: "filter", of, name, args: [] };
}

/** `'%s-%s' | format(a, b)` and `'{}-{}'.format(a, b)` are `a ~ '-' ~ b`; undefined for other signs in the text. */
export function formatted(text: Jinja, args: readonly Argument[], sign = /%[sd]/): Jinja | undefined {
  if (text.kind !== "string" || args.some(({ name }) => name !== undefined)) return undefined;
  const pieces = text.text.split(sign);
  if (pieces.length !== args.length + 1 || pieces.some((piece) => /[%{}]/.test(piece))) return undefined;
  const parts = pieces.flatMap((piece, place): Jinja[] => {
    const value = args[place]?.value;
    return [...(piece === "" ? [] : [{ kind: "string", text: piece } as const]), ...(value ? [value] : [])];
  });
  const [first, ...rest] = parts;
  return first && rest.reduce<Jinja>((left, right) => ({ kind: "binary", operator: "~", left, right }), first);
}

const FLAGS: Readonly<Record<string, string>> = { ignorecase: "i", multiline: "m" };

/** `regex_replace('a', 'b', ignorecase=True)`: the flags stand in the pattern. */
function flagged({ of, name, args }: Filter): Jinja | undefined {
  const flags = args.filter((argument) => Object.hasOwn(FLAGS, argument.name ?? ""));
  const [pattern, ...rest] = args.filter((argument) => !flags.includes(argument));
  if (!name.startsWith("regex_") || flags.length === 0 || pattern?.value.kind !== "string") return undefined;
  const letters = flags.flatMap((flag) => (isTrue(flag) ? (FLAGS[flag.name ?? ""] ?? []) : [])).join("");
  const text = letters === "" ? pattern.value.text : `(?${letters})${pattern.value.text}`;
  return { kind: "filter", of, name, args: [{ ...pattern, value: { kind: "string", text } }, ...rest] };
}

/** A call of a method of Python as a filter or another expression; undefined for those that need no other form. */
export function simplerCall({ callee, args }: Extract<Jinja, { kind: "call" }>): Jinja | undefined {
  const [characters, map] = args;
  if (callee.kind === "name" && LOOKUP_WORDS.has(callee.name) && args.length === 2 && map) {
    const isDict = characters?.value.kind === "string" && /^(?:ansible\.builtin\.)?dict$/.test(characters.value.text);
    return isDict ? { kind: "filter", of: map.value, name: "dict2items", args: [] } : undefined;
  }
  if (callee.kind !== "field") return undefined;
  switch (callee.name) {
    case "format":
      return formatted(callee.of, args, /\{\}/);
    case "rstrip":
    case "lstrip":
      return characters?.value.kind === "string" && args.length === 1
        ? stripped(callee.of, callee.name, characters.value.text)
        : undefined;
    case "items":
    case "title":
    case "capitalize":
    case "splitlines":
      return args.length === 0 ? { kind: "filter", of: callee.of, name: callee.name, args } : undefined;
    default:
      return undefined;
  }
}

function stripped(of: Jinja, side: "rstrip" | "lstrip", characters: string): Jinja | undefined {
  if (!/^[\w/ .:,-]$/.test(characters)) return undefined;
  const some = `${characters === "." ? "[.]" : characters}+`;
  const args = [side === "rstrip" ? `${some}$` : `^${some}`, ""].map((text): Argument => ({
    name: undefined,
    value: { kind: "string", text },
  }));
  return { kind: "filter", of, name: "regex_replace", args };
}
