import { languageFault } from "../../errors/catalogue/language.ts";
import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import { extendedPattern } from "../../language/pattern/extended.ts";
import type { PatternProblem } from "../../language/pattern/explain.ts";
import { compilePattern, findInEach } from "../../language/pattern/pattern.ts";
import { expandReplacement } from "../../language/pattern/replacement.ts";
import type { Origin } from "../../model/origin.ts";
import type { ValueMap } from "../../model/value.ts";
import type { PatternMatch, SearchPattern } from "../../module/pattern.ts";
import type { ArgsSchema } from "../../module/schema.ts";

type OriginOf = (path: readonly string[]) => Origin | undefined;

/** Rejects patterns that are not valid, or that the target's grep cannot match. */
export function patternFaults(schema: ArgsSchema, data: Readonly<Record<string, unknown>>, origin: OriginOf): Fault[] {
  const replacements = Object.keys(data).flatMap((key) => replacementFaults(schema, data, key, origin));
  const patterns = Object.entries(data).flatMap(([key, value]) => {
    if (isPatternList(schema, data, key, value))
      return value.flatMap((text, index) => {
        const compiled = typeof text === "string" ? compiledPattern("", text) : undefined;
        const at = { origin: origin([key, String(index)]) };
        return compiled?.ok === false ? [languageFault("language/pattern", compiled.problem, at)] : [];
      });
    if (typeof value !== "string" || !isPattern(schema, key, value)) return [];
    const extended = compiledAs(schema, key) === undefined ? extendedPattern(value) : searchPattern(schema, key, value);
    return extended.ok ? [] : [languageFault("language/pattern", extended.problem, { origin: origin([key]) })];
  });
  return [...patterns, ...replacements];
}

/** Rejects a replacement that names a group which the pattern does not have. */
function replacementFaults(
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  key: string,
  origin: OriginOf,
): Fault[] {
  const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  const replaces = property?.type === "string" && property.source === undefined ? property.replaces : undefined;
  const [text, pattern] = [data[key], replaces && data[replaces.pattern]];
  if (typeof text !== "string" || typeof pattern !== "string" || !replaces) return [];
  if (replaces.if !== undefined && data[replaces.if] !== true) return [];
  // Together with nothing it matches the empty text: the match has all groups.
  const compiled = compilePattern(`(?:${pattern})|`);
  const match = compiled.ok ? findInEach(compiled.pattern, [""], 1)?.[0]?.[0] : undefined;
  const missing: string[] = [];
  if (match) expandReplacement(match, text, (group) => (missing.push(group), ""));
  return missing.slice(0, 1).map((group) => {
    const problem = `names the group ${group}, which \`${replaces.pattern}\` does not have`;
    const write = "Use the numbers or names of its groups, such as \\1, or write \\\\ for a backslash.";
    return moduleFault("modules/argument", { name: key, problem, write }, { origin: origin([key]) });
  });
}

/** Rejects patterns for the module itself that are not valid. Secrets are known only when the task runs. */
export function searchFaults(schema: ArgsSchema, data: Readonly<Record<string, unknown>>, origin: OriginOf): Fault[] {
  const searched = Object.entries(data).filter(
    ([key, value]) =>
      compiledAs(schema, key) !== undefined || isPatternList(schema, data, key, value) || typeof value === "boolean",
  );
  return patternFaults(schema, Object.fromEntries(searched), origin);
}

/** The compiled patterns among a module's arguments, which have been checked but for secrets. */
export function searchPatterns(
  schema: ArgsSchema,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, SearchPattern | readonly (string | SearchPattern)[]>> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]): (readonly [string, SearchPattern | (string | SearchPattern)[]])[] => {
      if (isPatternList(schema, args, key, value)) {
        const compiled = value.map((text) => (typeof text === "string" ? compiledPattern("", text) : undefined));
        return [[key, compiled.flatMap((one) => (one?.ok ? [one.pattern] : []))]];
      }
      if (typeof value !== "string" || compiledAs(schema, key) === undefined || !isPattern(schema, key, value))
        return [];
      const compiled = searchPattern(schema, key, value);
      return compiled.ok ? [[key, compiled.pattern] as const] : [];
    }),
  );
}

/** The pattern that a text is for an argument, with what a module may do with it. */
function searchPattern(schema: ArgsSchema, key: string, text: string): CompiledSearch {
  return compiledPattern(compiledAs(schema, key) ?? "", text);
}

function compiledPattern(flags: "" | "m" | "s", text: string): CompiledSearch {
  const compiled = compilePattern(flags === "" ? text : `(?${flags})${text}`);
  if (!compiled.ok) return compiled;
  const { pattern } = compiled;
  const expand = (match: PatternMatch, replacement: string) => {
    const missing: string[] = [];
    const expanded = expandReplacement(match, replacement, (group) => {
      missing.push(group);
      return "";
    });
    return missing.length === 0 ? expanded : undefined;
  };
  return { ok: true, pattern: { text, search: (texts, most) => findInEach(pattern, texts, most), expand } };
}

type CompiledSearch =
  { readonly ok: true; readonly pattern: SearchPattern } | { readonly ok: false; readonly problem: PatternProblem };

/** Arguments with each pattern as the extended regular expression that the module gets. */
export function withPatterns(schema: ArgsSchema, args: ValueMap): ValueMap {
  const entries = Object.entries(args).map(([key, value]) => {
    const isExtended =
      typeof value === "string" && isPattern(schema, key, value) && compiledAs(schema, key) === undefined;
    const extended = isExtended ? extendedPattern(value) : undefined;
    return [key, extended?.ok ? extended.text : value] as const;
  });
  return Object.fromEntries(entries);
}

function isPattern({ properties }: ArgsSchema, key: string, value: string): boolean {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (property?.type !== "string" || property.source !== undefined) return false;
  return property.regex === true || (property.search !== undefined && property.except?.includes(value) !== true);
}

/** Whether the texts of a list are patterns, as another argument says. */
function isPatternList(
  { properties }: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): value is readonly unknown[] {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  const by = property?.type === "array" ? property.searchIf : undefined;
  return by !== undefined && data[by] === true && Array.isArray(value);
}

/** The flags of a pattern that the engine compiles for the module. */
function compiledAs({ properties }: ArgsSchema, key: string): "" | "m" | "s" | undefined {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return property?.type === "string" && property.source === undefined ? property.search : undefined;
}
