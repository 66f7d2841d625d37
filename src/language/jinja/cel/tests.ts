import { filled, isLoose, join, takes } from "../fill.ts";
import { quoted, type Jinja, type Test } from "../tree.ts";

type ToCel = (tree: Jinja) => string | undefined;

/** In Jinja, texts and maps can be iterated as well. */
const MANY = "type($0) == list || type($0) == map || type($0) == string";

/** `$0` is the value, `$1` the argument. The second pattern is for `is not`. */
const TESTS: Readonly<Record<string, readonly [is: string, isNot: string]>> = {
  changed: ["$0.changed", "!$0.changed"],
  change: ["$0.changed", "!$0.changed"],
  failed: ["$0.failed", "!$0.failed"],
  failure: ["$0.failed", "!$0.failed"],
  succeeded: ["!$0.failed", "$0.failed"],
  success: ["!$0.failed", "$0.failed"],
  successful: ["!$0.failed", "$0.failed"],
  skipped: ["$0.skipped", "!$0.skipped"],
  skip: ["$0.skipped", "!$0.skipped"],
  none: ["$0 == null", "$0 != null"],
  None: ["$0 == null", "$0 != null"],
  true: ["$0 == true", "$0 != true"],
  True: ["$0 == true", "$0 != true"],
  false: ["$0 == false", "$0 != false"],
  False: ["$0 == false", "$0 != false"],
  string: ["type($0) == string", "type($0) != string"],
  number: ["type($0) == int || type($0) == double", "type($0) != int && type($0) != double"],
  integer: ["type($0) == int", "type($0) != int"],
  float: ["type($0) == double", "type($0) != double"],
  boolean: ["type($0) == bool", "type($0) != bool"],
  mapping: ["type($0) == map", "type($0) != map"],
  sequence: [MANY, `!(${MANY})`],
  iterable: [MANY, `!(${MANY})`],
  search: ["$0.matches($1)", "!$0.matches($1)"],
  regex: ["$0.matches($1)", "!$0.matches($1)"],
  in: ["$0 in $1", "!($0 in $1)"],
  contains: ["$1 in $0", "!($1 in $0)"],
  even: ["$0 % 2 == 0", "$0 % 2 != 0"],
  odd: ["$0 % 2 != 0", "$0 % 2 == 0"],
  divisibleby: ["$0 % $1 == 0", "$0 % $1 != 0"],
  equalto: ["$0 == $1", "$0 != $1"],
  sameas: ["$0 == $1", "$0 != $1"],
  eq: ["$0 == $1", "$0 != $1"],
  "==": ["$0 == $1", "$0 != $1"],
  ne: ["$0 != $1", "$0 == $1"],
  "!=": ["$0 != $1", "$0 == $1"],
  gt: ["$0 > $1", "$0 <= $1"],
  ">": ["$0 > $1", "$0 <= $1"],
  greaterthan: ["$0 > $1", "$0 <= $1"],
  ge: ["$0 >= $1", "$0 < $1"],
  ">=": ["$0 >= $1", "$0 < $1"],
  lt: ["$0 < $1", "$0 >= $1"],
  "<": ["$0 < $1", "$0 >= $1"],
  lessthan: ["$0 < $1", "$0 >= $1"],
  le: ["$0 <= $1", "$0 > $1"],
  "<=": ["$0 <= $1", "$0 > $1"],
  upper: ["$0 == $0.upperAscii()", "$0 != $0.upperAscii()"],
  lower: ["$0 == $0.lowerAscii()", "$0 != $0.lowerAscii()"],
  match: ["$0.matches($1)", "!$0.matches($1)"],
};

function anchored(pattern: string): string {
  return pattern.includes("|") ? `^(?:${pattern})` : `^${pattern.replace(/^\^/, "")}`;
}

/** Whether a value is defined, in CEL. `defined` and `has` cannot look below an index that is computed. */
export function definedInCel(of: Jinja, toCel: ToCel): string | undefined {
  const text = toCel(of);
  if (text === undefined || /^[A-Za-z_][\w.]*$/.test(text)) return text && `defined(${text})`;
  if (of.kind !== "field" && of.kind !== "index") return undefined;
  const key: Jinja = of.kind === "field" ? { kind: "string", text: of.name } : of.index;
  const parts = [toCel(of.of), toCel(key)];
  return join(parts, ([map = "", index = ""]) =>
    key.kind === "number" ? `size(${map}) > ${index}` : `${index} in ${map}`,
  );
}

/** `x is version('1.2', '>=')`; undefined if it names a scheme, because the schemes here are others. */
function versionInCel(of: Jinja, args: Test["args"], negated: boolean, toCel: ToCel): string | undefined {
  if (args.length === 0 || args.length > 2 || args.some((argument) => argument.name !== undefined)) return undefined;
  const texts = join([toCel(of), ...args.map(({ value }) => toCel(value))], (parts) => parts.join(", "));
  return texts && `${negated ? "!" : ""}version(${texts})`;
}

/** Writes a test in CEL: `x is defined`, `r is not changed`. */
export function testInCel({ of, name, args, negated }: Test, toCel: ToCel): string | undefined {
  if ((name === "defined" || name === "undefined") && args.length === 0) {
    const isDefined = definedInCel(of, toCel);
    if (isDefined === undefined || negated === (name === "undefined")) return isDefined;
    return isLoose(isDefined) ? `!(${isDefined})` : `!${isDefined}`;
  }
  if (name === "version" || name === "version_compare") return versionInCel(of, args, negated, toCel);
  const patterns = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
  if (!patterns?.every((pattern) => takes(pattern, args))) return undefined;
  const [first] = args;
  // Unlike `search`, `match` begins at the start of the text.
  const argument =
    name === "match" && first?.value.kind === "string"
      ? quoted(anchored(first.value.text))
      : first && toCel(first.value);
  return filled(patterns[negated ? 1 : 0], [toCel(of), argument]);
}
