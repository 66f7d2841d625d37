import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import type { UnitArgs } from "./args.ts";
import { planBoot, startsAtBoot } from "./boot.ts";
import { withPredictedUnit } from "./predicted.ts";
import { isMasked, newUnit, unitName, unmasked, type Unit, type UnitStep } from "./unit.ts";
import { reloadOf, unitResource } from "./unit-files.ts";

export function decideUnit(args: UnitArgs, found: Unit, predicted: Predicted): Decision {
  const name = unitName(args.name);
  const state = afterReload(args, withPredictedUnit(name, found, predicted));
  if (!state.exists && args.masked !== true) return missingUnit(name, state, predicted);
  const open = args.masked === false ? unmasked(state) : state;
  const boot = planBoot(args.enabled, open, name);
  const fault = maskFault(args, state, name) ?? runFault(args, open, name) ?? boot.fault;
  if (fault) return { changes: [], result: { name }, fault };
  const steps = stepsFor(args, state);
  const after = outcome(args, state);
  const masked = args.masked === undefined ? {} : { masked: isMasked(state) };
  const before = { active: state.active, enabled: startsAtBoot(state), ...masked };
  const changes = steps.map((step): Change => ({
    resource: step === "daemon-reload" ? reloadOf(state.scope) : unitResource(state.id, state.scope),
    summary: SUMMARIES[step](name),
    before,
    after,
  }));
  const warnings = [...(boot.warning === undefined ? [] : [boot.warning]), ...reloadWarning(args, state, name)];
  return { changes, result: { name, ...after }, ...(warnings.length > 0 && { warnings }) };
}

const SUMMARIES: Readonly<Record<UnitStep, (name: string) => string>> = {
  "daemon-reload": (name) => `make systemd reload ${name}`,
  unmask: (name) => `unmask ${name}`,
  mask: (name) => `mask ${name}`,
  enable: (name) => `enable ${name}`,
  disable: (name) => `disable ${name}`,
  "disable --runtime": (name) => `disable ${name}, which is enabled until the next boot`,
  start: (name) => `start ${name}`,
  stop: (name) => `stop ${name}`,
  restart: (name) => `restart ${name}`,
  reload: (name) => `reload ${name}`,
};

/** A SysV script becomes a unit when systemd reloads its files. */
function afterReload({ daemon_reload }: UnitArgs, unit: Unit): Unit {
  if (unit.exists || !unit.script || !daemon_reload) return unit;
  return { ...newUnit(unit.id, { scope: unit.scope, install: true }), needsReload: true };
}

function missingUnit(name: string, { script }: Unit, predicted: Predicted): Decision {
  if (script) return { changes: [], result: { name }, fault: moduleFault("modules/script-not-read", { unit: name }) };
  if (predicted.any("package")) {
    return {
      changes: [],
      result: { name },
      unpredictable: `the package with ${name} may also start and enable it`,
    };
  }
  return { changes: [], result: { name }, fault: moduleFault("modules/no-unit", { unit: name }, { missing: true }) };
}

/** Why systemd would reject the desired state. Files that it has yet to read may change that. */
function runFault({ state, daemon_reload }: UnitArgs, unit: Unit, name: string): Fault | undefined {
  const [first] = runSteps(state, unit);
  if (isMasked(unit) && state !== undefined && state !== "stopped") {
    return moduleFault("modules/masked-unit", { unit: name });
  }
  if (first === undefined || (daemon_reload && unit.needsReload)) return undefined;
  if (first === "stop") return unit.stoppable ? undefined : refused(name, "stopped");
  if (unit.loadError !== "") return badUnit(name, unit);
  if (first === "reload") {
    return unit.reloadable ? undefined : moduleFault("modules/cannot-reload", { unit: name }, { missing: true });
  }
  return unit.startable ? undefined : refused(name, "started");
}

/** Why a unit cannot be masked. */
function maskFault({ masked, state, enabled }: UnitArgs, unit: Unit, name: string): Fault | undefined {
  if (masked !== true) return undefined;
  if (enabled === true || (state !== undefined && state !== "stopped"))
    return moduleFault("modules/masked-unit", { unit: name });
  return isMasked(unit) || unit.inTheWay === ""
    ? undefined
    : moduleFault("modules/own-unit-file", { unit: name, path: unit.inTheWay }, { missing: true });
}

/** An earlier task may correct its file. */
const badUnit = (unit: string, { loadError, status }: Unit) =>
  moduleFault("modules/bad-unit", { unit, loadError }, { details: status, missing: true });

const refused = (unit: string, what: string) => moduleFault("modules/unit-refuses", { unit, what });

/** The steps towards the desired state, in order. */
export function stepsFor(args: UnitArgs, found: Unit): readonly UnitStep[] {
  const before = afterReload(args, found);
  const unit = args.masked === false ? unmasked(before) : before;
  const unmask: readonly UnitStep[] = args.masked === false && isMasked(before) ? ["unmask"] : [];
  const mask: readonly UnitStep[] = args.masked === true && !isMasked(before) ? ["mask"] : [];
  const reload: readonly UnitStep[] = args.daemon_reload && unit.needsReload ? ["daemon-reload"] : [];
  return [...reload, ...unmask, ...planBoot(args.enabled, unit, unit.id).steps, ...runSteps(args.state, unit), ...mask];
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

function outcome(args: UnitArgs, found: Unit) {
  const unit = args.masked === false ? unmasked(found) : found;
  const up = args.state !== "stopped" && !unit.ends;
  return {
    active: runSteps(args.state, unit).length === 0 ? unit.active : up,
    enabled: planBoot(args.enabled, unit, unit.id).steps.length > 0 ? args.enabled === true : startsAtBoot(unit),
    ...(args.masked !== undefined && { masked: args.masked }),
  };
}

function reloadWarning({ daemon_reload }: UnitArgs, unit: Unit, name: string): readonly string[] {
  if (!unit.needsReload || daemon_reload) return [];
  return [`The files of ${name} have changed since systemd read them: set \`daemon_reload\`.`];
}
