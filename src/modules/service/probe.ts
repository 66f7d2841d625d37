import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Probe } from "../../module/contract.ts";
import { read } from "../../module/script.ts";
import { unexpected } from "../lib/script-output.ts";
import type { UnitArgs } from "./args.ts";

export interface Unit {
  readonly exists: boolean;
  readonly masked: boolean;
  readonly active: boolean;
  readonly enabled: boolean;
  /** Whether it has an [Install] section; without one it cannot be enabled or disabled. */
  readonly installable: boolean;
  /** Whether its files have changed since systemd read them. */
  readonly needsReload: boolean;
  /** The unit file and its drop-ins. */
  readonly files: readonly string[];
}

const PROPERTIES = "LoadState,ActiveState,UnitFileState,NeedDaemonReload,FragmentPath,DropInPaths";

/** systemd's rule: a name without a suffix is a service. */
export function unitName(name: string): string {
  return /\.(service|socket|timer|target|mount|path|slice|automount|swap|device|scope)$/.test(name)
    ? name
    : `${name}.service`;
}

export function probeUnit({ name }: UnitArgs): Probe<Unit> {
  const unit = unitName(name);
  return {
    script: read`[ -d /run/systemd/system ] || { echo no-systemd; exit 0; }\nwith_environment systemctl show --property=${PROPERTIES} -- ${unit}`,
    parse: (answer) => parseUnit(unit, answer),
  };
}

export function parseUnit(name: string, answer: Answer): Outcome<Unit> {
  if (answer.stdout.startsWith("no-systemd")) return bad(moduleFault("modules/no-systemd", {}));
  const properties = new Map(
    answer.stdout.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const get = (property: string) => properties.get(property) ?? "";
  const load = get("LoadState");
  if (load === "") return unexpected(`the unit ${name}`, answer);
  const fileState = get("UnitFileState");
  return good({
    exists: load !== "not-found",
    masked: load === "masked",
    active: ["active", "activating", "reloading", "refreshing"].includes(get("ActiveState")),
    enabled: fileState === "enabled",
    installable: ["enabled", "enabled-runtime", "disabled", "linked", "linked-runtime", ""].includes(fileState),
    needsReload: get("NeedDaemonReload") === "yes",
    files: [get("FragmentPath"), ...get("DropInPaths").split(" ")].filter((file) => file !== ""),
  });
}
