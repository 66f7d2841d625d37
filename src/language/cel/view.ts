import { languageFault } from "../../errors/catalogue/language.ts";
import type { Context } from "@marcbachmann/cel-js";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { integerOf, isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import { spend } from "../limits/budget.ts";
import { expose, type Exposure } from "../exposure.ts";
import { requireAllKnown, abortWith, requireKnown } from "../evaluation-aborted.ts";
import { readVariable } from "../path.ts";
import type { Scope } from "../scope-interface.ts";

/** One evaluation of an expression: its text, the position of the text, and the state. */
export interface Evaluation {
  readonly text: string;
  readonly at: Origin;
  readonly scope: Scope;
  readonly exposure: Exposure;
  readonly originOfName: (name: string) => Origin;
  /** The last access to a field that does not exist. */
  missed: { readonly map: ValueMap; readonly field: string } | undefined;
}

/** The variables of a scope as CEL sees them: each is looked up when the expression first reads it. */
export function contextOf(evaluation: Evaluation): Context {
  const views = new Map<string, unknown>();
  return new Proxy<Context>(
    {},
    {
      get(_, name) {
        if (typeof name === "symbol") return undefined;
        if (views.has(name)) return views.get(name);
        const value = readVariable(evaluation.scope, name, evaluation.originOfName(name));
        const viewed = view(value, evaluation);
        views.set(name, viewed);
        return viewed;
      },
    },
  );
}

/**
 * A value as CEL sees it. Integers are BigInts; maps and lists are converted when they are read, so that an unknown or a secret
 * affects only expressions that read it.
 */
export function view(value: Value, evaluation: Evaluation): unknown {
  if (requireKnown(value) instanceof Secret) return expose(value, evaluation.exposure);
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "bigint") return integerInRange(value, evaluation.at);
  if (isList(value)) return remember(viewList(value, evaluation), value);
  return isMap(value) ? remember(viewMap(value, evaluation), value) : value;
}

const originals = new WeakMap<object, Value>();

function remember(viewed: object, value: Value): object {
  originals.set(viewed, value);
  return viewed;
}

/** The value that CEL reads through a view; undefined for lists and maps that CEL made itself. */
export function originalOf(viewed: object): Value | undefined {
  return originals.get(viewed);
}

function viewList(list: readonly Value[], evaluation: Evaluation): object {
  return new Proxy([...list], {
    get(target, key, receiver) {
      const element = typeof key === "string" && /^\d+$/.test(key) ? target[Number(key)] : undefined;
      return element === undefined ? (Reflect.get(target, key, receiver) as unknown) : view(element, evaluation);
    },
  });
}

function viewMap(map: ValueMap, evaluation: Evaluation): object {
  return new Proxy(
    {},
    {
      get(_, key) {
        // CEL recognizes a map by its constructor.
        if (key === "constructor") return Object;
        const field = typeof key === "string" && Object.hasOwn(map, key) ? map[key] : undefined;
        return field === undefined ? undefined : view(field, evaluation);
      },
      has: (_, key) => Object.hasOwn(map, key),
      ownKeys: () => Object.keys(map),
      getOwnPropertyDescriptor(_, key) {
        if (Object.hasOwn(map, key)) return { configurable: true, enumerable: true, writable: true, value: null };
        evaluation.missed = { map, field: String(key) };
        return undefined;
      },
    },
  );
}

/** A value that was computed from plain values, as CEL sees it. */
export function toCel(value: Value, evaluation: Evaluation): unknown {
  if (isList(value)) return value.map((item) => toCel(item, evaluation));
  if (!isMap(value)) return view(value, evaluation);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toCel(item, evaluation)]));
}

/** Steps for each element of a list or map that CEL made. */
const STEPS_TO_COPY = 4;

/**
 * Converts CEL's result back to a value.
 * @param depth whether an unknown inside the value aborts the evaluation, or stays in place
 */
export function fromCel(
  answer: unknown,
  evaluation: Evaluation,
  origin: Origin,
  depth: "deep" | "shallow" = "deep",
): Value {
  spend(STEPS_TO_COPY);
  if (answer === null || typeof answer === "boolean" || typeof answer === "number") return answer;
  if (typeof answer === "string") return evaluation.exposure.secret ? new Secret(answer) : answer;
  if (typeof answer === "bigint") return integerOf(answer);
  const original = originalOf(answer as object);
  if (original !== undefined) return depth === "deep" ? requireAllKnown(original) : original;
  if (Array.isArray(answer)) return answer.map((item) => fromCel(item, evaluation, origin, depth));
  if (Object.getPrototypeOf(answer) !== Object.prototype) throw unsupportedType(origin);
  const entries = Object.entries(answer as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([name, item]) => [name, fromCel(item, evaluation, origin, depth)]));
}

function integerInRange(value: bigint, origin: Origin): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  const problem = `the integer ${value} does not fit into 64 bits`;
  const hint = "Do not read it in an expression: a template passes it on with all its digits.";
  throw abortWith(languageFault("language/expression", { problem, hint }, { origin }));
}

function unsupportedType(origin: Origin) {
  const problem = "its result has a type that only CEL has (bytes, an unsigned integer, a time, a duration or a type)";
  const hint = "Convert it to a string or a number with string(…), int(…) or one of its get… methods.";
  return abortWith(languageFault("language/expression", { problem, hint }, { origin }));
}
