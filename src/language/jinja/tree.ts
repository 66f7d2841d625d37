/** An expression in Jinja, as users of Ansible write it. It is never evaluated: only translated, for hints. */
export type Jinja =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Jinja[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [Jinja, Jinja])[] }
  | { readonly kind: "field"; readonly of: Jinja; readonly name: string }
  | { readonly kind: "index"; readonly of: Jinja; readonly index: Jinja }
  | { readonly kind: "slice"; readonly of: Jinja; readonly from: Jinja | undefined; readonly to: Jinja | undefined }
  | { readonly kind: "call"; readonly callee: Jinja; readonly args: readonly Argument[] }
  | { readonly kind: "filter"; readonly of: Jinja; readonly name: string; readonly args: readonly Argument[] }
  | Test
  | { readonly kind: "unary"; readonly operator: "not" | "-"; readonly of: Jinja }
  | Binary
  | {
      readonly kind: "comprehension";
      readonly item: Jinja;
      readonly variable: string;
      readonly list: Jinja;
      readonly when: Jinja | undefined;
    }
  | { readonly kind: "choice"; readonly when: Jinja; readonly then: Jinja; readonly otherwise: Jinja | undefined };

export interface Test {
  readonly kind: "test";
  readonly of: Jinja;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly negated: boolean;
}

export interface Binary {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Jinja;
  readonly right: Jinja;
}

/** An argument of a call or filter, named or not. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: Jinja;
}

/** A name that must be a literal in another language: `True`, `none`, and `yes`, which is a truth value in YAML 1.1. */
export function literalOf(name: string): "true" | "false" | "null" | undefined {
  if (/^(?:[Tt]rue|yes)$/.test(name)) return "true";
  if (/^(?:[Ff]alse|no)$/.test(name)) return "false";
  return /^([Nn]one|null)$/.test(name) ? "null" : undefined;
}

/** The highest exponent that is worth a product. */
const MAX_EXPONENT = 4;

/** `x ** 3` as `x * x * x`, and `2 ** 10` as its value; undefined for other operators and exponents. */
export function productOf({ operator, left, right }: Binary): Jinja | undefined {
  if (operator !== "**" || right.kind !== "number" || !/^\d+$/.test(right.text)) return undefined;
  const exponent = Number(right.text);
  if (left.kind === "number") return powerOf(Number(left.text) ** exponent);
  if (exponent < 1 || exponent > MAX_EXPONENT) return undefined;
  const factors = Array.from({ length: exponent - 1 }, () => left);
  return factors.reduce<Jinja>(
    (product, factor) => ({ kind: "binary", operator: "*", left: product, right: factor }),
    left,
  );
}

function powerOf(value: number): Jinja | undefined {
  return Number.isSafeInteger(value) ? { kind: "number", text: String(value) } : undefined;
}

/** A text as a string in double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A text of Jinja in our language: as a template, or as an expression in place of the whole text. */
export interface Translation {
  readonly is: "template" | "expression";
  readonly text: string;
}
