import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import type { Apply } from "../../module/contract.ts";
import { readProgram, sequence, write, type Script } from "../../module/script.ts";
import { portHolders } from "../lib/port-holders/port-holders.sh.ts";
import { stepFailed, tail } from "../lib/script-output.ts";
import type { UnitArgs } from "./args.ts";
import { stepsFor } from "./decide.ts";
import { scope as inScope } from "./scope.sh.ts";
import { QUIET_END, readProperties, unitName, type Properties, type Unit, type UnitStep } from "./unit.ts";

export function applyUnit(args: UnitArgs, _changes: NonEmpty<Change>, unit: Unit): Apply {
  const name = unitName(args.name);
  const steps = stepsFor(args, unit).map((step) => systemctl(step, unit.id));
  const scope = readProgram(inScope, { variables: { scope: args.scope } });
  return {
    script: sequence([write`${readProgram(portHolders)}\n${scope}`, ...steps]),
    parse: (answer) => parseApplied(name, unit, answer),
  };
}

/** If systemd cannot do it, the unit's status with the end of its log explains why. */
function systemctl(step: UnitStep, name: string): Script<"write"> {
  if (step === "daemon-reload") return write`ask_systemd daemon-reload || exit`;
  const look = step === "start" || step === "restart" ? write`\n${lookAgain(name)}` : write``;
  return write`ask_systemd ${step.split(" ")} -- ${name} || { rc=$?; ${status(name)}; exit "$rc"; }${look}`;
}

/**
 * systemd forgets a unit that ended without an error or was skipped, at a time of its own choice, so one request reads all that it
 * still knows before anything else happens. The journal may not have written the end of its log yet.
 */
function lookAgain(name: string): Script<"write"> {
  return write`state=$(ask_systemd show --property=ActiveState,ConditionResult,ConditionTimestampMonotonic -- ${name})
case "$state" in *ActiveState=inactive*)
printf '%s\n' "$state"
with_environment timeout 5 journalctl --sync 2>/dev/null
${status(name)}
:
esac`;
}

/** Prints the unit's status with the end of its log, and who holds the ports that are named there. */
function status(name: string): Script<"write"> {
  return write`{ status=$(ask_systemd status --no-pager --full --lines=20 -- ${name} 2>&1); printf '%s\\n' "$status"; port_holders "$status" ${name}; } >&2`;
}

function parseApplied(name: string, unit: Unit, answer: Answer): Outcome<ValueMap> {
  if (answer.exit !== 0) return stepFailed(`change the unit ${name}`, answer);
  const shown = readProperties(answer.stdout);
  if (shown.get("ActiveState") !== "inactive") return good({});
  const details = tail(answer.stderr);
  if (wasSkipped(shown, details)) return bad(moduleFault("modules/unit-skipped", { unit: name }, { details }));
  return unit.ends ? good({}) : bad(moduleFault("modules/unit-ended", { unit: name, how: QUIET_END }, { details }));
}

/** A forgotten unit is loaded again, and its condition then counts as never checked. Its log still tells. */
function wasSkipped({ get }: Properties, status: readonly string[]): boolean {
  if (get("ConditionTimestampMonotonic") !== "0") return get("ConditionResult") === "no";
  return /systemd\[\d+\]: .*\bskipped\b/.test(status.at(-1) ?? "");
}
