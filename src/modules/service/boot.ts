import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Unit, UnitFileState, UnitStep } from "./unit.ts";

/** What it takes to have a unit start at boot, or not. */
export interface BootPlan {
  readonly steps: readonly UnitStep[];
  readonly fault?: Fault;
  readonly warning?: string;
}

const NOTHING: BootPlan = { steps: [] };
const ENABLE: BootPlan = { steps: ["enable"] };
const RUNTIME = "disable --runtime";
const DISABLE: BootPlan = { steps: ["disable"] };

type Plan = (unit: Unit, name: string) => BootPlan;

const installed: Plan = (unit, name) => (unit.install ? ENABLE : withoutInstall(unit, name));

const withoutInstall: Plan = (_, name) => ({
  steps: [],
  warning: `${name} cannot be enabled: it has no [Install] section that says what starts it.`,
});

const masked: Plan = (_, name) => ({ steps: [], fault: moduleFault("modules/masked-unit", { unit: name }) });

const generated = ({ source, wanted }: Unit, name: string, enabled: boolean): BootPlan =>
  wanted === enabled ? NOTHING : { steps: [], fault: moduleFault("modules/generated-unit", { unit: name, source }) };

/** For each state that systemd knows: what `enabled: true` and `enabled: false` take. */
const PLANS: Readonly<Record<UnitFileState, { readonly on: Plan; readonly off: Plan }>> = {
  enabled: { on: () => NOTHING, off: ({ runtime }) => (runtime ? { steps: ["disable", RUNTIME] } : DISABLE) },
  "enabled-runtime": { on: () => ENABLE, off: () => ({ steps: [RUNTIME] }) },
  linked: { on: installed, off: () => NOTHING },
  "linked-runtime": { on: installed, off: () => NOTHING },
  alias: { on: installed, off: () => NOTHING },
  masked: { on: masked, off: () => NOTHING },
  "masked-runtime": {
    on: masked,
    off: (_, name) => ({ steps: [], warning: `${name} is masked only until the next boot. It may start then.` }),
  },
  static: { on: withoutInstall, off: () => NOTHING },
  indirect: {
    on: (unit, name) => (unit.also.length === 0 ? installed(unit, name) : unit.also.every(Boolean) ? NOTHING : ENABLE),
    off: ({ also }) => (also.some(Boolean) ? DISABLE : NOTHING),
  },
  disabled: { on: () => ENABLE, off: () => NOTHING },
  generated: {
    on: (unit, name) => generated(unit, name, true),
    off: (unit, name) => generated(unit, name, false),
  },
  transient: {
    on: (_, name) => ({ steps: [], fault: moduleFault("modules/transient-unit", { unit: name }) }),
    off: () => NOTHING,
  },
  bad: {
    on: ({ loadError }, name) => ({ steps: [], fault: moduleFault("modules/bad-unit", { unit: name, loadError }) }),
    off: () => NOTHING,
  },
  "not-found": {
    on: (_, name) => ({ steps: [], warning: `${name} cannot be enabled: it has no unit file.` }),
    off: () => NOTHING,
  },
};

export function planBoot(enabled: boolean | undefined, unit: Unit, name: string): BootPlan {
  if (enabled === undefined) return NOTHING;
  return PLANS[unit.fileState][enabled ? "on" : "off"](unit, name);
}

/** Whether the unit starts when the target boots. */
export function startsAtBoot(unit: Unit): boolean {
  if (unit.fileState === "indirect") return unit.also.length > 0 && unit.also.every(Boolean);
  return unit.fileState === "enabled" || (unit.fileState === "generated" && unit.wanted);
}
