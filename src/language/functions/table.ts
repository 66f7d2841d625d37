import type { LanguageFunction } from "./define.ts";
import { ADDRESSES } from "./addresses.ts";
import { ENCODINGS } from "./encodings.ts";
import { HASHES } from "./hashes.ts";
import { LISTS } from "./lists.ts";
import { LOOKUPS } from "./controller/lookups.ts";
import { MAPS } from "./maps.ts";
import { NUMBERS } from "./numbers.ts";
import { PATHS } from "./paths.ts";
import { PATTERNS } from "./patterns.ts";
import { STRINGS } from "./strings.ts";
import { TIMES } from "./times.ts";
import { VERSIONS } from "./versions.ts";

/** Functions of one kind, under a heading of the reference. */
interface Family {
  readonly title: string;
  readonly functions: readonly LanguageFunction[];
}

/** All functions, by family. */
export const FAMILIES: readonly Family[] = [
  { title: "Strings", functions: STRINGS },
  { title: "Regular expressions", functions: PATTERNS },
  { title: "Lists", functions: LISTS },
  { title: "Maps", functions: MAPS },
  { title: "Numbers", functions: NUMBERS },
  { title: "Formats", functions: ENCODINGS },
  { title: "Hashes", functions: HASHES },
  { title: "Paths", functions: PATHS },
  { title: "Versions", functions: VERSIONS },
  { title: "IP addresses", functions: ADDRESSES },
  { title: "Times and durations", functions: TIMES },
  { title: "Lookups on the controller", functions: LOOKUPS },
];

/** All functions. */
export const FUNCTIONS: readonly LanguageFunction[] = FAMILIES.flatMap(({ functions }) => functions);

/** The functions by name. */
export const FUNCTION_BY_NAME: ReadonlyMap<string, LanguageFunction> = new Map(FUNCTIONS.map((fn) => [fn.name, fn]));
