import { isList, isMap, type Value, type ValueMap } from "../../../model/value.ts";

/** Names whose values Druid writes in capitals, however they were given. */
const CAPITALS = ["segmentGranularity", "queryGranularity", "multiValueHandling", "type"];
/** Maps that Druid adds nothing to. */
const EXACT = ["tieredReplicants"];
/** Lists that Druid adds names of its own to. */
const ADDED_TO = ["dimensionExclusions"];

/**
 * The paths at which a stored value is not what is wanted. What is not asked for may be anything: Druid fills in its defaults. What is
 * asked for has to mean the same: Druid writes a granularity or a dimension out, and periods its own way.
 */
export function differences(wanted: Value, stored: Value | undefined, path: readonly string[] = []): readonly string[] {
  if (wanted === null && stored === undefined) return [];
  if (isMap(wanted)) return inMap(wanted, stored, path);
  if (isList(wanted)) return inList(wanted, stored, path);
  return isSame(wanted, stored, path.at(-1) ?? "") ? [] : [path.join(".")];
}

function inMap(wanted: ValueMap, stored: Value | undefined, path: readonly string[]): readonly string[] {
  const map = stored !== undefined && isMap(stored) ? stored : writtenOut(stored, path);
  if (!map) return [path.join(".")];
  if (EXACT.includes(path.at(-1) ?? "") && Object.keys(map).some((name) => !(name in wanted))) return [path.join(".")];
  return Object.entries(wanted).flatMap(([name, value]) => differences(value, map[name], [...path, name]));
}

function inList(wanted: readonly Value[], stored: Value | undefined, path: readonly string[]): readonly string[] {
  const list = stored !== undefined && isList(stored) ? stored : [];
  const last = path.at(-1) ?? "";
  if (ADDED_TO.includes(last)) return wanted.every((item) => list.includes(item)) ? [] : [path.join(".")];
  if (wanted.length !== list.length) return [path.join(".")];
  return wanted.flatMap((item, at) => differences(item, list[at], [...path, String(at)]));
}

/** The long form of what also has a short one: `"none"` is `{type: none}`; of a dimension, `"sensor"` is `{type: string, name: sensor}`. */
function writtenOut(short: Value | undefined, path: readonly string[]): ValueMap | undefined {
  if (typeof short !== "string") return undefined;
  return isDimension(path) ? { type: "string", name: short } : { type: short };
}

function isDimension(path: readonly string[]): boolean {
  return path.at(-2) === "dimensions";
}

function isSame(wanted: Value, stored: Value | undefined, name: string): boolean {
  if (typeof stored === "object" && stored !== null && typeof wanted === "string") return isShortFor(wanted, stored);
  if (stored === undefined || typeof stored === "object") return stored === wanted;
  if (typeof wanted === "object") return false;
  const [one, other] = [String(wanted), String(stored)];
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

/** The length of an ISO 8601 period; nothing where it has months or years, or is none. */
function secondsOf(text: string): number | undefined {
  // The types of the language do not say that a group may have matched nothing.
  const parts = PERIOD.exec(text)?.slice(1) as readonly (string | undefined)[] | undefined;
  if (!parts?.some((part) => part !== undefined)) return undefined;
  return parts.reduce((sum, part, at) => sum + Number(part ?? 0) * (UNITS[at] ?? 0), 0);
}
