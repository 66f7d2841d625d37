import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Change } from "../../model/change.ts";
import { isMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import type { UnitArgs } from "./args.ts";
import { type Unit, unitName } from "./probe.ts";

export type UnitStep = "daemon-reload" | "enable" | "disable" | "start" | "stop" | "restart" | "reload";

const FOLDERS = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
];

const NEW_UNIT: Unit = {
  exists: true,
  masked: false,
  active: false,
  enabled: false,
  installable: true,
  needsReload: false,
  files: [],
};

export function decideUnit(args: UnitArgs, found: Unit, predicted: Predicted): Decision {
  const name = unitName(args.name);
  const state = withPredictedUnit(name, found, predicted);
  if (!state.exists) return missingUnit(name, predicted);
  if (state.masked && (args.enabled === true || (args.state !== undefined && args.state !== "stopped"))) {
    return { changes: [], result: { name }, fault: moduleFault("modules/masked-unit", { unit: name }) };
  }
  const steps = stepsFor(args, state);
  const after = outcome(args, state);
  const before = { active: state.active, enabled: state.enabled };
  const changes = steps.map((step): Change => ({
    resource: { kind: "unit", name },
    summary: SUMMARIES[step](name),
    before,
    after,
  }));
  return { changes, result: { name, ...after }, ...warningsFor(args, state, name) };
}

const SUMMARIES: Readonly<Record<UnitStep, (name: string) => string>> = {
  "daemon-reload": (name) => `make systemd reload ${name}`,
  enable: (name) => `enable ${name}`,
  disable: (name) => `disable ${name}`,
  start: (name) => `start ${name}`,
  stop: (name) => `stop ${name}`,
  restart: (name) => `restart ${name}`,
  reload: (name) => `reload ${name}`,
};

/** The unit after the changes that check mode has predicted for it and its files. */
function withPredictedUnit(name: string, found: Unit, predicted: Predicted): Unit {
  const file = (path: string) => predicted.get({ kind: "path", name: path });
  const written = FOLDERS.some((folder) => isMap(file(`${folder}/${name}`) ?? null));
  const base = found.exists || !written ? found : NEW_UNIT;
  const outdated =
    found.exists && (found.active || found.enabled) && found.files.some((path) => file(path) !== undefined);
  const later = predicted.get({ kind: "unit", name });
  if (later === undefined || !isMap(later)) return { ...base, needsReload: base.needsReload || outdated };
  return {
    ...base,
    exists: true,
    active: later["active"] === true,
    enabled: later["enabled"] === true,
    needsReload: false,
  };
}

function missingUnit(name: string, predicted: Predicted): Decision {
  if (predicted.any("package")) {
    return {
      changes: [],
      result: { name },
      unpredictable: `the package with ${name} may also start and enable it`,
    };
  }
  return { changes: [], result: { name }, fault: moduleFault("modules/no-unit", { unit: name }, { missing: true }) };
}

/** The steps towards the desired state, in order. */
export function stepsFor({ state, enabled, daemon_reload }: UnitArgs, unit: Unit): readonly UnitStep[] {
  const reload: readonly UnitStep[] = daemon_reload && unit.needsReload ? ["daemon-reload"] : [];
  const mustSwitch = enabled !== undefined && enabled !== unit.enabled && unit.installable;
  const boot: readonly UnitStep[] = mustSwitch ? [enabled ? "enable" : "disable"] : [];
  return [...reload, ...boot, ...runSteps(state, unit)];
}

function runSteps(state: UnitArgs["state"], { active }: Unit): readonly UnitStep[] {
  switch (state) {
    case undefined:
      return [];
    case "started":
      return active ? [] : ["start"];
    case "stopped":
      return active ? ["stop"] : [];
    case "restarted":
      return ["restart"];
    case "reloaded":
      return [active ? "reload" : "start"];
  }
}

function outcome({ state, enabled }: UnitArgs, unit: Unit) {
  return {
    active: state === undefined ? unit.active : state !== "stopped",
    enabled: unit.installable ? (enabled ?? unit.enabled) : unit.enabled,
  };
}

function warningsFor(
  { enabled, daemon_reload }: UnitArgs,
  unit: Unit,
  name: string,
): { readonly warnings?: readonly string[] } {
  const warnings = [
    ...(enabled === true && !unit.installable ? [`${name} cannot be enabled: it has no [Install] section.`] : []),
    ...(unit.needsReload && !daemon_reload
      ? [`The files of ${name} have changed since systemd read them: set \`daemon_reload\`.`]
      : []),
  ];
  return warnings.length > 0 ? { warnings } : {};
}
