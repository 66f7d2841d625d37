import { APPLY, includeSchemas, INHERITED, type IncludeWord } from "../schemas/include.ts";
import { joinedPairs, pairOf, wordsOf, writtenFlag, type Pair } from "../tasks/free-form.ts";

type Schemas = Readonly<Record<string, object>>;

/** What to write instead of a string after the word: a map, and the entries next to it. */
export interface WrittenInclude {
  readonly map: string;
  readonly beside: readonly string[];
}

/**
 * What to write instead of a string after `include_tasks` and the like that has Ansible's `name=value` form, such as
 * `file.yaml tags=web a=1`; undefined if the string is a name.
 */
export function mapOfInclude(word: IncludeWord, text: string): WrittenInclude | undefined {
  const { args, keywords } = includeSchemas(word);
  const known: Schemas = args.properties;
  const beside: Schemas = keywords.properties;
  const words = wordsOf(text).map((each) => ({ word: each, pair: pairOf(each) }));
  const [first, second] = words;
  const startsWithName = !first?.pair || !Object.hasOwn(known, first.pair[0]);
  if (!first || (startsWithName && !second?.pair)) return undefined;
  const main = word.endsWith("_tasks") ? "file" : "name";
  const pairs = new Map([
    ...(startsWithName ? [[main, first.word] as const] : []),
    ...joinedPairs(words.slice(startsWithName ? 1 : 0)),
  ]);
  const groups: Record<Place, string[]> = { args: [], apply: [], beside: [], vars: [] };
  for (const pair of pairs) {
    const place = placeOf(pair[0], known, beside);
    groups[place].push(written(pair, { args: known, apply: INHERITED, beside, vars: {} }[place]));
  }
  if (groups.apply.length > 0) groups.args.push(`apply: ${mapOf(groups.apply)}`);
  if (groups.vars.length > 0) groups.beside.push(`vars: ${mapOf(groups.vars)}`);
  return { map: mapOf(groups.args), beside: groups.beside };
}

/** The same in words: `{ file: "x.yaml" }, and next to it `tags: "web"``. */
export function showInclude({ map, beside }: WrittenInclude): string {
  const others = beside.map((entry) => `\`${entry}\``).join(" and ");
  return `${map}${others && `, and next to it ${others}`}`;
}

type Place = "args" | "apply" | "beside" | "vars";

/** Where a name belongs: to the arguments, under `apply`, next to the include, or to its variables. */
function placeOf(name: string, known: Schemas, beside: Schemas): Place {
  if (Object.hasOwn(known, name)) return "args";
  const keyword = ["name", "vars", "args"].includes(name) ? undefined : beside[name];
  if (!keyword) return "vars";
  if (!("unsupported" in keyword)) return "beside";
  return keyword.unsupported === APPLY ? "apply" : "vars";
}

function written([name, value]: Pair, schemas: Schemas): string {
  const schema = schemas[name];
  const flag = schema && "type" in schema && schema.type === "boolean" ? writtenFlag(value) : undefined;
  return `${name}: ${flag ?? JSON.stringify(value)}`;
}

function mapOf(entries: readonly string[]): string {
  return `{ ${entries.join(", ")} }`;
}
