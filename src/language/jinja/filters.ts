import type { LanguageFunction } from "../functions/define.ts";
import { FUNCTION_BY_NAME } from "../functions/table.ts";

/** Filters of Jinja and Ansible whose functions have another name here. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  to_json: "json",
  tojson: "json",
  count: "length",
  to_yaml: "yaml",
  dict2items: "items",
  items2dict: "from_items",
  checksum: "sha1",
  ipwrap: "ip_wrap",
};

/** Filters whose names are those of functions that do something else. */
const OTHERS: ReadonlySet<string> = new Set(["slice"]);

/** The function that does what a filter of Jinja or Ansible does, with the same arguments in the same order. */
export function functionFor(filter: string): LanguageFunction | undefined {
  const bare = filter.replace(/^(?:ansible|community|netcommon)\.(?:\w+\.)?/, "");
  if (OTHERS.has(bare)) return undefined;
  return FUNCTION_BY_NAME.get(Object.hasOwn(OTHER_NAMES, bare) ? (OTHER_NAMES[bare] ?? bare) : bare);
}
