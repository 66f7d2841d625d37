import { testInCel } from "./tests.ts";
import { simpler } from "../simpler.ts";
import { isLoose, join } from "../fill.ts";
import type { Argument, Jinja } from "../tree.ts";

type ToCel = (tree: Jinja) => string | undefined;
type Filter = Extract<Jinja, { kind: "filter" }>;

/** The item of a list. */
const EACH: Jinja = { kind: "name", name: "each" };

/** Writes `map`, `select`, `reject`, `selectattr` or `rejectattr` in CEL; undefined for other filters. */
export function selectionInCel({ of, name, args }: Filter, toCel: ToCel): string | undefined {
  const [first, ...rest] = args;
  const method = methodInCel(name, first, rest, toCel);
  return join([toCel(of), method], ([list = "", call = ""]) => `${isLoose(list) ? `(${list})` : list}${call}`);
}

function methodInCel(
  name: string,
  first: Argument | undefined,
  rest: readonly Argument[],
  toCel: ToCel,
): string | undefined {
  const word = first?.value.kind === "string" ? first.value.text : undefined;
  if (word === undefined) return undefined;
  const item = fieldOfEach(word);
  switch (name) {
    case "map": {
      const mapped: Jinja | undefined =
        first?.name === "attribute" ? item : filterOf({ kind: "filter", of: EACH, name: word, args: rest });
      return mapped && join([toCel(mapped)], ([value]) => `.map(each, ${value})`);
    }
    case "select":
    case "reject":
      return filterBy(EACH, first ? [first, ...rest] : [], { negated: name === "reject", toCel });
    case "selectattr":
    case "rejectattr":
      return item && filterBy(item, rest, { negated: name === "rejectattr", toCel });
    default:
      return undefined;
  }
}

/** A filter that `map` applies to each item, such as `map('extract', hostvars, 'ansible_host')`. */
function filterOf(filter: Filter): Jinja {
  return simpler(filter) ?? filter;
}

/** `.filter(each, …)` for a test, which is named by the first argument; without one for the value itself. */
function filterBy(
  of: Jinja,
  [test, ...args]: readonly Argument[],
  { negated, toCel }: { readonly negated: boolean; readonly toCel: ToCel },
): string | undefined {
  const condition =
    test === undefined
      ? join([toCel(of)], ([value = ""]) => (negated ? `!${value}` : value))
      : test.value.kind === "string"
        ? testInCel({ kind: "test", of, name: test.value.text, args, negated }, toCel)
        : undefined;
  return condition && `.filter(each, ${condition})`;
}

function fieldOfEach(path: string): Jinja | undefined {
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(path)) return undefined;
  return path.split(".").reduce<Jinja>((of, name) => ({ kind: "field", of, name }), EACH);
}
