import { toCel } from "./to-cel.ts";
import { toMustaches } from "./to-handlebars.ts";
import type { Jinja } from "./tree.ts";

/** The kinds of text in which people write Jinja. */
export type Place = "template" | "expression";

/** What to do about the innermost part of an expression that has no counterpart at all; undefined if each part has one. */
export function missingHint(tree: Jinja, place: Place): string | undefined {
  const hints = partsOf(tree).map((part) => hintFor(part, place));
  return hints.filter((hint) => hint !== undefined).at(-1);
}

/** A tree and the parts that it consists of, outermost first. */
export function partsOf(tree: Jinja): readonly Jinja[] {
  switch (tree.kind) {
    case "filter":
    case "test":
      return [tree, ...partsOf(tree.of), ...tree.args.flatMap(({ value }) => partsOf(value))];
    case "unary":
    case "field":
    case "index":
    case "slice":
      return [tree, ...partsOf(tree.of)];
    case "binary":
      return [tree, ...partsOf(tree.left), ...partsOf(tree.right)];
    case "comprehension":
      return [tree, ...[tree.list, ...(tree.when ? [tree.when] : []), tree.item].flatMap(partsOf)];
    case "choice":
      return [tree, ...[tree.when, tree.then, ...(tree.otherwise ? [tree.otherwise] : [])].flatMap(partsOf)];
    case "call":
    case "name":
    case "string":
    case "number":
    case "list":
    case "map":
      return [tree];
  }
}

function hintFor(part: Jinja, place: Place): string | undefined {
  if (part.kind === "filter") return filterHint(part, place);
  if (toCel(part) !== undefined) return undefined;
  if (part.kind === "test") return testHint(part.name);
  if (part.kind !== "binary" || part.operator !== "**") return undefined;
  return "There is no operator for powers: multiply the value by itself, or register the output of a command.";
}

function filterHint(filter: Extract<Jinja, { kind: "filter" }>, place: Place): string | undefined {
  // As a condition, `regex_search` is `matches`; as a value, it is the text that was found.
  const hasCel = toCel(filter) !== undefined && (filter.name !== "regex_search" || place === "expression");
  const own = Object.hasOwn(FILTER_HINTS, filter.name) ? FILTER_HINTS[filter.name] : undefined;
  if (own !== undefined && !hasCel) return own;
  const template = toMustaches(filter);
  if (hasCel || (template !== undefined && place === "template")) return undefined;
  if (template === undefined) {
    return `No helper or function does what the filter ${filter.name} does: compute the value with a command, and register its output.`;
  }
  const quoted = `'${template.replaceAll("'", "''")}'`;
  return `Define a variable with the value ${quoted}, and write its name in place of the filter.`;
}

const FILTER_HINTS: Readonly<Record<string, string>> = {
  password_hash:
    'Write password_hash(x, "sha512", SALT) with a salt of its own for each password, so that a second run changes nothing.',
  json_query:
    "Write the fields and list functions that the query means: `l.filter(each, each.on).map(each, each.name)`.",
  to_datetime: "Write epoch(x): seconds since 1970, which can be compared and subtracted.",
  strftime: 'Write strftime("%Y-%m-%d", SECONDS), with the seconds as the second argument.',
};

const TEST_HINTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["file", "directory", "exists", "link"].map((name) => [
      name,
      "Register the result of the module stat, and read its `exists` or `type`.",
    ]),
  ),
  version: 'Write version(x, "1.2", ">="), with "semver" or "debian" as a fourth argument where it is needed.',
  version_compare: 'Write version(x, "1.2", ">="), with "semver" or "debian" as a fourth argument where it is needed.',
  truthy: 'Write a comparison instead of the test: x != "", x != 0, size(x) > 0.',
  falsy: 'Write a comparison instead of the test: x == "", x == 0, size(x) == 0.',
};

function testHint(name: string): string {
  const own = Object.hasOwn(TEST_HINTS, name) ? TEST_HINTS[name] : undefined;
  return own ?? `No function does what the test ${name} does: compare values with ==, <, in or x.matches("pattern").`;
}
