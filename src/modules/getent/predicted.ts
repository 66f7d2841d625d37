import { Unknown } from "../../model/unknown.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Predicted } from "../../module/contract.ts";

/** What the entries of a database are about. */
const KINDS: Readonly<Record<string, "user" | "group">> = {
  passwd: "user",
  shadow: "user",
  group: "group",
  gshadow: "group",
};

/** The entries after the changes of users and groups that check mode has predicted; null for one that does not exist. */
export function withPredictedEntries(
  database: string,
  key: string | undefined,
  entries: ValueMap,
  predicted: Predicted,
): ValueMap | Unknown {
  const kind = KINDS[database];
  if (kind === undefined) return entries;
  if (key === undefined) {
    const isKept = !predicted.any(kind) && !predicted.any("user");
    return isKept ? entries : new Unknown(`an earlier task would change users or groups`);
  }
  const later = predicted.get({ kind, name: key });
  if (later instanceof Unknown) return later;
  if (later === null) return { [key]: null };
  if (database === "passwd" && later !== undefined && isMap(later)) return { [key]: passwdEntry(later) };
  if (database === "group") return { [key]: groupEntry(entries[key] ?? null, later, predicted) };
  return later === undefined ? entries : { [key]: LATER };
}

const LATER = new Unknown("it depends on the account that an earlier task would make");

/** Password, uid, gid, comment, home folder and shell. */
function passwdEntry({ uid, comment, home, shell }: ValueMap): Value {
  return ["x", text(uid), LATER, text(comment), text(home), text(shell)];
}

/** Password, gid and members. */
function groupEntry(now: Value, later: Value | undefined, predicted: Predicted): Value {
  if (later !== undefined && isMap(later)) return ["x", text(later["gid"]), LATER];
  return isList(now) && predicted.any("user") ? [...now.slice(0, 2), LATER] : now;
}

function text(value: Value | undefined): Value {
  return typeof value === "string" || typeof value === "number" ? String(value) : LATER;
}
