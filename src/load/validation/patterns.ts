import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import { extendedPattern } from "../../language/pattern/extended.ts";
import type { Origin } from "../../model/origin.ts";
import type { ValueMap } from "../../model/value.ts";
import type { ArgsSchema } from "../../module/schema.ts";

/** Rejects patterns that are not valid, or that the target's grep cannot match. */
export function patternFaults(
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  origin: (path: readonly string[]) => Origin | undefined,
): Fault[] {
  return Object.entries(data).flatMap(([key, value]) => {
    if (typeof value !== "string" || !isPattern(schema, key)) return [];
    const extended = extendedPattern(value);
    return extended.ok ? [] : [languageFault("language/pattern", extended.problem, { origin: origin([key]) })];
  });
}

/** Arguments with each pattern as the extended regular expression that the module gets. */
export function withPatterns(schema: ArgsSchema, args: ValueMap): ValueMap {
  const entries = Object.entries(args).map(([key, value]) => {
    const extended = typeof value === "string" && isPattern(schema, key) ? extendedPattern(value) : undefined;
    return [key, extended?.ok ? extended.text : value] as const;
  });
  return Object.fromEntries(entries);
}

function isPattern({ properties }: ArgsSchema, key: string): boolean {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return property !== undefined && "regex" in property;
}
