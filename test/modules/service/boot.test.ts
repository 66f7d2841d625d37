import { expect } from "chai";
import { parseUnit } from "../../../src/modules/service/probe.ts";
import { service } from "../../../src/modules/service/service.ts";
import { UNIT_FILE_STATES } from "../../../src/modules/service/unit.ts";
import { answered, NOTHING_PREDICTED, withDefaults } from "../lib/target.ts";

/** What `enabled: true` and `enabled: false` lead to, and whether the unit starts at boot as it is. */
interface Row {
  readonly state: string;
  readonly also?: string;
  readonly on: string;
  readonly off: string;
  readonly enabled?: true;
}

const ROWS: readonly Row[] = [
  { state: "enabled", on: "ok", off: "disable", enabled: true },
  { state: "enabled", also: "Runtime=yes", on: "ok", off: "disable, disable --runtime", enabled: true },
  { state: "enabled-runtime", on: "enable", off: "disable --runtime" },
  { state: "disabled", on: "enable", off: "ok" },
  { state: "linked", also: "Install=yes", on: "enable", off: "ok" },
  { state: "linked", on: "warning", off: "ok" },
  { state: "linked-runtime", also: "Install=yes", on: "enable", off: "ok" },
  { state: "alias", also: "Install=yes", on: "enable", off: "ok" },
  { state: "indirect", also: "Install=yes", on: "enable", off: "ok" },
  { state: "indirect", on: "warning", off: "ok" },
  { state: "indirect", also: "AlsoEnabled=enabled\nAlsoEnabled=enabled", on: "ok", off: "disable", enabled: true },
  { state: "indirect", also: "AlsoEnabled=enabled\nAlsoEnabled=disabled", on: "enable", off: "disable" },
  { state: "indirect", also: "AlsoEnabled=disabled", on: "enable", off: "ok" },
  { state: "static", on: "warning", off: "ok" },
  { state: "generated", on: "modules/generated-unit", off: "ok" },
  { state: "generated", also: "Wanted=yes", on: "ok", off: "modules/generated-unit", enabled: true },
  { state: "transient", on: "modules/transient-unit", off: "ok" },
  { state: "masked", on: "modules/masked-unit", off: "ok" },
  { state: "masked-runtime", on: "modules/masked-unit", off: "warning" },
  { state: "bad", on: "modules/bad-unit", off: "ok" },
  { state: "not-found", on: "warning", off: "ok" },
];

function decide(enabled: boolean, { state, also = "" }: Row) {
  const load = "LoadState=loaded\nActiveState=inactive\nUnitFileState=generated\nSourcePath=/etc/fstab\nCanStart=yes";
  const unit = parseUnit("x.service", answered(`${load}\nIsEnabled=${state}\n${also}\n`));
  if (!unit.ok) throw new Error(unit.faults[0].message);
  const args = withDefaults(service, { name: "x", enabled });
  const decision = service.decide(args, unit.value, NOTHING_PREDICTED);
  const [first, ...rest] = decision.changes;
  const script = first ? service.apply(args, [first, ...rest], unit.value).script.text : "";
  const steps = [...script.matchAll(/ask_systemd ('(?:enable|disable)'.*?) -- /g)].map(([, step = ""]) => step);
  return { ...decision, steps: steps.join(", ").replaceAll("'", "") };
}

function outcome(enabled: boolean, row: Row): string {
  const { fault, warnings, steps } = decide(enabled, row);
  return fault?.code ?? (steps || (warnings ? "warning" : "ok"));
}

describe("modules/service/boot", () => {
  it("has a row for every state that systemd knows", () => {
    expect([...new Set(ROWS.map(({ state }) => state))].sort()).to.deep.equal([...UNIT_FILE_STATES].sort());
  });

  it("lists every state in the module's table", () => {
    const notes = (service.notes ?? []).join("\n");
    for (const state of UNIT_FILE_STATES) expect(notes).to.match(new RegExp(`\\| (?:[a-z]+, )?${state}[ ,]`));
  });

  for (const row of ROWS) {
    const { state, also = "", on, off } = row;
    it(`turns a unit that is ${[state, also.replace("\n", " ")].filter(Boolean).join(" with ")} on: ${on}, and off: ${off}`, () => {
      expect([outcome(true, row), outcome(false, row)]).to.deep.equal([on, off]);
    });

    it(`predicts whether it starts at boot: ${state} ${also.replace("\n", " ")}`.trimEnd(), () => {
      const enabled = (desired: boolean) => decide(desired, row).result["enabled"];
      if (!on.includes("/")) expect(enabled(true)).to.equal(on === "enable" || row.enabled === true);
      if (!off.includes("/")) expect(enabled(false)).to.equal(false);
    });
  }

  it("names the file that a unit is generated from", () => {
    const { fault } = decide(true, { state: "generated", on: "", off: "" });
    expect(fault?.message).to.include("/etc/fstab");
    expect(fault?.hint).to.include("Change /etc/fstab");
  });
});
