import { Unknown } from "../model/unknown.ts";
import { compileExpression, type Expression } from "./expression.ts";
import type { Scope } from "./scope.ts";

/** Of a value that is longer, its beginning is shown. */
const LONGEST = 400;

/** What conditions looked at, for whoever has to find out why they do not hold: a line `PATH: VALUE` each, as JSON. */
export function seenBy(conditions: readonly Expression[], scope: Scope): readonly string[] {
  const expressions = new Map(conditions.flatMap((condition) => condition.paths.map((path) => [path, condition])));
  return [...expressions].map(([path, { origin }]) => {
    const compiled = compileExpression(path, origin);
    const value = compiled.ok ? compiled.value.evaluate(scope) : compiled;
    return `${path}: ${value.ok ? shown(value.value) : "not there"}`;
  });
}

function shown(value: unknown): string {
  if (value instanceof Unknown) return `not known: ${value.reason}`;
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
