import { languageFault } from "../../errors/catalogue/language.ts";
import type { Context } from "@marcbachmann/cel-js";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import { expose, type Exposure } from "../exposure.ts";
import { allKnown, abortWith, known } from "../evaluation-aborted.ts";
import { variable } from "../path.ts";
import type { Scope } from "../scope-interface.ts";

/** One evaluation of an expression. */
export interface Session {
  readonly scope: Scope;
  readonly exposure: Exposure;
  readonly originOfName: (name: string) => Origin;
  /** What the maps and lists that CEL sees really are. */
  readonly originals: WeakMap<object, Value>;
  /** The map that was last asked for a field which it does not have, and that field. */
  missed: { readonly map: ValueMap; readonly field: string } | undefined;
}

/** The variables of a scope as CEL sees them: each is looked up when the expression first reads it. */
export function contextOf(session: Session): Context {
  const seen = new Map<string, unknown>();
  return new Proxy<Context>(
    {},
    {
      get(_, name) {
        if (typeof name === "symbol") return undefined;
        if (!seen.has(name)) seen.set(name, view(variable(session.scope, name, session.originOfName(name)), session));
        return seen.get(name);
      },
    },
  );
}

/**
 * A value as CEL sees it. Integers are BigInts; maps and lists are converted as they are read, so that an unknown or a secret
 * matters only to expressions that reach it.
 */
function view(value: Value, session: Session): unknown {
  if (known(value) instanceof Secret) return expose(value, session.exposure);
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (isList(value)) return remember(viewList(value, session), value, session);
  return isMap(value) ? remember(viewMap(value, session), value, session) : value;
}

function remember(seen: object, value: Value, { originals }: Session): object {
  originals.set(seen, value);
  return seen;
}

function viewList(list: readonly Value[], session: Session): object {
  return new Proxy([...list], {
    get(target, key, receiver) {
      const element = typeof key === "string" && /^\d+$/.test(key) ? target[Number(key)] : undefined;
      return element === undefined ? (Reflect.get(target, key, receiver) as unknown) : view(element, session);
    },
  });
}

function viewMap(map: ValueMap, session: Session): object {
  return new Proxy(
    {},
    {
      get(_, key) {
        // CEL tells a map by its constructor.
        if (key === "constructor") return Object;
        const field = typeof key === "string" && Object.hasOwn(map, key) ? map[key] : undefined;
        return field === undefined ? undefined : view(field, session);
      },
      has: (_, key) => Object.hasOwn(map, key),
      ownKeys: () => Object.keys(map),
      getOwnPropertyDescriptor(_, key) {
        if (Object.hasOwn(map, key)) return { configurable: true, enumerable: true, writable: true, value: null };
        session.missed = { map, field: String(key) };
        return undefined;
      },
    },
  );
}

/** What CEL answered, as a value again. */
export function fromCel(answer: unknown, session: Session, origin: Origin): Value {
  if (answer === null || typeof answer === "boolean" || typeof answer === "number") return answer;
  if (typeof answer === "string") return session.exposure.secret ? new Secret(answer) : answer;
  if (typeof answer === "bigint") return fromInteger(answer, origin);
  const original = session.originals.get(answer as object);
  if (original !== undefined) return allKnown(original);
  if (Array.isArray(answer)) return answer.map((item) => fromCel(item, session, origin));
  if (Object.getPrototypeOf(answer) !== Object.prototype) throw noValue(origin);
  const entries = Object.entries(answer as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([name, item]) => [name, fromCel(item, session, origin)]));
}

function fromInteger(answer: bigint, origin: Origin): number {
  const number = Number(answer);
  if (Number.isSafeInteger(number)) return number;
  const hint = "Integers go from -(2^53 - 1) to 2^53 - 1; write string(…) to keep all digits.";
  throw abortWith(
    languageFault("language/expression", { problem: `${answer} is too large an integer`, hint }, { origin }),
  );
}

function noValue(origin: Origin) {
  const problem =
    "its result is of a type that only CEL has (bytes, an unsigned integer, a time, a duration or a type)";
  const hint = "Turn it into a text or a number: string(…), int(…), or one of its get… methods.";
  return abortWith(languageFault("language/expression", { problem, hint }, { origin }));
}
