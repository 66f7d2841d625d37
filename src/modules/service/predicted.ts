import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Predicted } from "../../module/contract.ts";
import { newUnit, unmasked, type Unit } from "./unit.ts";
import { reloadOf, unitResource } from "./unit-files.ts";

/** The unit after the changes that check mode has predicted for it and its files. */
export function withPredictedUnit(name: string, found: Unit, predicted: Predicted): Unit {
  const file = (path: string) => predicted.get({ kind: "path", name: path });
  const written = found.scope.folders.map((folder) => file(`${folder}/${name}`)).find((value) => isMap(value ?? null));
  const reload = reloadOf(found.scope);
  const isRead = predicted.get(reload) !== undefined;
  const read = isRead ? { ...found, needsReload: false } : found;
  const base = withFile(name, withScript(name, read, file), written);
  const used = found.active || found.fileState === "enabled";
  const outdated = found.exists && used && predicted.any("path", (path) => found.files.includes(path), reload);
  const later = predicted.get(unitResource(found.id, found.scope));
  if (later === undefined || !isMap(later)) return { ...base, needsReload: base.needsReload || outdated };
  return withChange(base, later);
}

/** A link to /dev/null masks the unit. */
function withFile(name: string, found: Unit, written: Value | undefined): Unit {
  if (written === undefined || !isMap(written)) return found;
  if (written["target"] === "/dev/null") return { ...found, exists: true, fileState: "masked" };
  if (found.exists) return found;
  const text = written["text"];
  return newUnit(name, { scope: found.scope, install: typeof text !== "string" || hasInstall(text) });
}

function hasInstall(text: string): boolean {
  return /^[ \t]*(?:WantedBy|RequiredBy|UpheldBy|Alias)[ \t]*=/m.test(text);
}

function withScript(name: string, found: Unit, file: (path: string) => Value | undefined): Unit {
  const script = found.scope.user === undefined && isMap(file(`/etc/init.d/${name.replace(/\.service$/, "")}`) ?? null);
  return { ...found, script: found.script || (script && !found.exists) };
}

function withChange(base: Unit, later: ValueMap): Unit {
  const enabled = later["enabled"] === true;
  if (later["masked"] === true) return { ...base, active: later["active"] === true, exists: true, fileState: "masked" };
  if (later["masked"] === false && base.fileState.startsWith("masked")) return withChange(unmasked(base), later);
  const changed = { active: later["active"] === true, restarting: false, needsReload: false, exists: true };
  if (enabled === (base.fileState === "enabled")) return { ...base, ...changed };
  if (enabled) return { ...base, ...changed, fileState: "enabled" };
  return { ...base, ...changed, fileState: base.fileState === "enabled" ? "disabled" : base.fileState };
}
