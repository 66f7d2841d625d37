import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Predicted } from "../../module/contract.ts";
import { newUnit, type Unit } from "./unit.ts";

const FOLDERS = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
];

/** The unit after the changes that check mode has predicted for it and its files. */
export function withPredictedUnit(name: string, found: Unit, predicted: Predicted): Unit {
  const file = (path: string) => predicted.get({ kind: "path", name: path });
  const written = FOLDERS.map((folder) => file(`${folder}/${name}`)).find((value) => isMap(value ?? null));
  const base = withFile(name, withScript(name, found, file), written);
  const used = found.active || found.fileState === "enabled";
  const outdated = found.exists && used && found.files.some((path) => file(path) !== undefined);
  const later = predicted.get({ kind: "unit", name: found.id });
  if (later === undefined || !isMap(later)) return { ...base, needsReload: base.needsReload || outdated };
  return withChange(base, later);
}

/** A link to /dev/null masks the unit. */
function withFile(name: string, found: Unit, written: Value | undefined): Unit {
  if (written === undefined || !isMap(written)) return found;
  if (written["target"] === "/dev/null") return { ...found, exists: true, fileState: "masked" };
  if (found.exists) return found;
  const text = written["text"];
  return newUnit(name, { install: typeof text !== "string" || hasInstall(text) });
}

function hasInstall(text: string): boolean {
  return /^[ \t]*(?:WantedBy|RequiredBy|UpheldBy|Alias)[ \t]*=/m.test(text);
}

function withScript(name: string, found: Unit, file: (path: string) => Value | undefined): Unit {
  const script = isMap(file(`/etc/init.d/${name.replace(/\.service$/, "")}`) ?? null);
  return { ...found, script: found.script || (script && !found.exists) };
}

function withChange(base: Unit, later: ValueMap): Unit {
  const enabled = later["enabled"] === true;
  const changed = { active: later["active"] === true, restarting: false, needsReload: false, exists: true };
  if (enabled === (base.fileState === "enabled")) return { ...base, ...changed };
  if (enabled) return { ...base, ...changed, fileState: "enabled" };
  return { ...base, ...changed, fileState: base.fileState === "enabled" ? "disabled" : base.fileState };
}
