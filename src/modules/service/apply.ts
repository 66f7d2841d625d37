import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Apply } from "../../module/contract.ts";
import { sequence, write, type Script } from "../../module/script.ts";
import { worked } from "../lib/script-output.ts";
import type { UnitArgs } from "./args.ts";
import { stepsFor } from "./decide.ts";
import { unitName, type Unit, type UnitStep } from "./unit.ts";

export function applyUnit(args: UnitArgs, _changes: NonEmpty<Change>, unit: Unit): Apply {
  const name = unitName(args.name);
  const steps = stepsFor(args, unit).map((step) => systemctl(step, unit.id));
  return { script: sequence(steps), parse: worked(`change the unit ${name}`) };
}

/** If systemd cannot do it, the unit's status with the end of its log explains why. */
function systemctl(step: UnitStep, name: string): Script<"write"> {
  if (step === "daemon-reload") return write`with_environment systemctl daemon-reload || exit`;
  return write`with_environment systemctl ${step.split(" ")} -- ${name} || { rc=$?; with_environment systemctl status --no-pager --full --lines=20 -- ${name} >&2; exit "$rc"; }`;
}
