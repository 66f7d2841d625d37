import type { LanguageFunction } from "./define.ts";
import { ENCODINGS } from "./encodings.ts";
import { LISTS } from "./lists.ts";
import { NUMBERS } from "./numbers.ts";
import { PATHS } from "./paths.ts";
import { STRINGS } from "./strings.ts";

/** Functions of one kind, under a heading of the reference. */
interface Family {
  readonly title: string;
  readonly functions: readonly LanguageFunction[];
}

/** All functions, by family. */
export const FAMILIES: readonly Family[] = [
  { title: "Strings", functions: STRINGS },
  { title: "Lists and maps", functions: LISTS },
  { title: "Numbers", functions: NUMBERS },
  { title: "Formats and hashes", functions: ENCODINGS },
  { title: "Paths", functions: PATHS },
];

/** All functions. */
export const FUNCTIONS: readonly LanguageFunction[] = FAMILIES.flatMap(({ functions }) => functions);

/** The functions by name. */
export const FUNCTION_BY_NAME: ReadonlyMap<string, LanguageFunction> = new Map(FUNCTIONS.map((fn) => [fn.name, fn]));
