import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Made, Settle, Settled } from "../../module/contract.ts";
import type { UnitArgs } from "./args.ts";
import { planBoot } from "./boot.ts";
import { unitName, type Unit } from "./unit.ts";

/** Seconds for which a unit must run before it counts as started. */
const STABLE = 2;
/** A unit that systemd has restarted this often does not stay up. */
const MANY_RESTARTS = 3;

/** `systemctl start` returns before a program has read its configuration, so the unit is looked at again after the start. */
export const settleUnit: Settle<UnitArgs, Unit> = { check: checkUnit, every: 1, timeout: () => 60 };

function checkUnit(args: UnitArgs, unit: Unit, made?: Made<Unit>): Settled {
  const since = made?.seconds;
  const name = unitName(args.name);
  if (since !== undefined && planBoot(args.enabled, unit, name).steps.length > 0) {
    return { is: "failed", fault: moduleFault("modules/boot-unchanged", { unit: name, state: unit.fileState }) };
  }
  if (args.state === undefined) return { is: "settled" };
  if (args.state !== "stopped") return checkUp(name, unit, since);
  if (!unit.active || since === undefined) return { is: "settled" };
  return { is: "failed", fault: moduleFault("modules/unit-active-again", { unit: name }) };
}

function checkUp(name: string, unit: Unit, since: number | undefined): Settled {
  const down = isDown(name, unit, since);
  if (down) return down;
  const loops = unit.restarting || (unit.restarts > 0 && unit.age !== undefined && unit.age < STABLE);
  if (loops && unit.restarts >= MANY_RESTARTS)
    return fails(name, unit, `${unit.ended}, systemd has restarted it ${times(unit.restarts)}`);
  const young = since !== undefined && since < STABLE && unit.lasting;
  return loops || young ? { is: "waiting", for: `${name} to stay up` } : { is: "settled" };
}

function isDown(name: string, unit: Unit, since: number | undefined): Settled | undefined {
  if (unit.failed) return fails(name, unit, unit.ended);
  if (unit.active || since === undefined) return undefined;
  return unit.ends ? { is: "settled" } : fails(name, unit, unit.ended);
}

function fails(unit: string, { status, restarts }: Unit, how: string): Settled {
  const again = restarts > 0 && !how.includes("restarted") ? `, systemd has restarted it ${times(restarts)}` : "";
  return { is: "failed", fault: moduleFault("modules/unit-ended", { unit, how: how + again }, { details: status }) };
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
