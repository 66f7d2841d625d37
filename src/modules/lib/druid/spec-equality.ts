import { isList, isMap, type Value, type ValueMap } from "../../../model/value.ts";

/** Names whose values Druid stores in capitals, however they were given. */
const CAPITALS = ["segmentGranularity", "queryGranularity", "multiValueHandling", "type"];
/** Maps that Druid adds nothing to. */
const EXACT = ["tieredReplicants"];
/** Lists to which Druid adds its own names. */
const ADDED_TO = ["dimensionExclusions"];

/**
 * The paths at which a stored value differs from the desired one. Values that are not given are not compared, because Druid fills in its
 * defaults. Given values are compared by meaning: Druid expands granularities and dimensions, and writes periods in its own form.
 */
export function differences(
  desired: Value,
  stored: Value | undefined,
  path: readonly string[] = [],
): readonly string[] {
  if (desired === null && stored === undefined) return [];
  if (isMap(desired)) return mapDifferences(desired, stored, path);
  if (isList(desired)) return listDifferences(desired, stored, path);
  return isSame(desired, stored, path.at(-1) ?? "") ? [] : [path.join(".")];
}

function mapDifferences(desired: ValueMap, stored: Value | undefined, path: readonly string[]): readonly string[] {
  const map = stored !== undefined && isMap(stored) ? stored : expand(stored, path);
  if (!map) return [path.join(".")];
  if (EXACT.includes(path.at(-1) ?? "") && Object.keys(map).some((name) => !(name in desired))) return [path.join(".")];
  return Object.entries(desired).flatMap(([name, value]) => differences(value, map[name], [...path, name]));
}

function listDifferences(
  desired: readonly Value[],
  stored: Value | undefined,
  path: readonly string[],
): readonly string[] {
  const list = stored !== undefined && isList(stored) ? stored : [];
  const last = path.at(-1) ?? "";
  if (ADDED_TO.includes(last)) return desired.every((item) => list.includes(item)) ? [] : [path.join(".")];
  if (desired.length !== list.length) return [path.join(".")];
  return desired.flatMap((item, at) => differences(item, list[at], [...path, String(at)]));
}

/** Expands a short form: `"none"` is `{type: none}`; the dimension `"sensor"` is `{type: string, name: sensor}`. */
function expand(short: Value | undefined, path: readonly string[]): ValueMap | undefined {
  if (typeof short !== "string") return undefined;
  return isDimension(path) ? { type: "string", name: short } : { type: short };
}

function isDimension(path: readonly string[]): boolean {
  return path.at(-2) === "dimensions";
}

function isSame(desired: Value, stored: Value | undefined, name: string): boolean {
  if (typeof stored === "object" && stored !== null && typeof desired === "string") return isShortFor(desired, stored);
  if (stored === undefined || typeof stored === "object") return stored === desired;
  if (typeof desired === "object") return false;
  const [one, other] = [String(desired), String(stored)];
  if (one === other) return true;
  if (CAPITALS.includes(name) && one.toUpperCase() === other.toUpperCase()) return true;
  const seconds = secondsOf(one);
  return seconds !== undefined && seconds === secondsOf(other);
}

function isShortFor(short: string, stored: Value): boolean {
  if (!isMap(stored)) return false;
  const { type, name } = stored;
  if (typeof name === "string") return type === "string" && name === short;
  return typeof type === "string" && type.toLowerCase() === short.toLowerCase();
}

const PERIOD = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS = [604_800, 86_400, 3600, 60, 1];

/** The length of an ISO 8601 period in seconds; undefined if it has months or years, or is not a period. */
function secondsOf(text: string): number | undefined {
  // TypeScript's type does not say that a group may have matched nothing.
  const parts = PERIOD.exec(text)?.slice(1) as readonly (string | undefined)[] | undefined;
  if (!parts?.some((part) => part !== undefined)) return undefined;
  return parts.reduce((sum, part, at) => sum + Number(part ?? 0) * (UNITS[at] ?? 0), 0);
}
