import { expect } from "chai";
import { parseUnit } from "../../../src/modules/service/probe.ts";
import { service } from "../../../src/modules/service/service.ts";
import { answered, withDefaults } from "../lib/target.ts";

interface Look {
  readonly args: Record<string, unknown>;
  readonly shown: Readonly<Record<string, string | number>>;
  readonly since?: number;
}

const RUNNING = { ActiveState: "active", SubState: "running", Type: "simple", MainPID: 7, ExecMainPID: 7 };
const ENDED = { ...RUNNING, ActiveState: "failed", SubState: "failed", ExecMainCode: 1, ExecMainStatus: 3 };
const LOOPS = { ...RUNNING, ActiveState: "activating", SubState: "auto-restart", ExecMainCode: 1, ExecMainStatus: 3 };

function look({ args, shown, since }: Look) {
  const properties = { LoadState: "loaded", IsEnabled: "enabled", ...shown };
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  const unit = parseUnit("x.service", answered(`${lines.join("")}\nsays why\n`));
  if (!unit.ok) throw new Error(unit.faults[0].message);
  const made = since === undefined ? undefined : { seconds: since, before: unit.value };
  const settled = service.settle?.check(withDefaults(service, { name: "x", ...args }), unit.value, made);
  if (settled?.is !== "failed") return settled?.is;
  return { code: settled.fault.code, message: settled.fault.message, details: settled.fault.details };
}

const started = { state: "started" };

describe("modules/service/settle", () => {
  const settled: readonly (readonly [string, Look, string])[] = [
    ["has just started", { args: started, shown: RUNNING, since: 0.1 }, "waiting"],
    ["has run for a while", { args: started, shown: RUNNING, since: 2.1 }, "settled"],
    ["was not touched", { args: started, shown: { ...RUNNING, Ticks: 3 } }, "settled"],
    ["waits to be restarted", { args: started, shown: LOOPS }, "waiting"],
    ["was just restarted by systemd", { args: started, shown: { ...RUNNING, NRestarts: 1, Ticks: 50 } }, "waiting"],
    ["recovered", { args: started, shown: { ...RUNNING, NRestarts: 1, Ticks: 300 }, since: 4 }, "settled"],
    ["restarted often, long ago", { args: started, shown: { ...RUNNING, NRestarts: 90, Ticks: 9000 } }, "settled"],
    ["is a timer", { args: started, shown: { ActiveState: "active" }, since: 0.1 }, "settled"],
    [
      "is a oneshot that has succeeded",
      { args: started, shown: { ActiveState: "inactive", Type: "oneshot", Result: "success" }, since: 0.1 },
      "settled",
    ],
    ["should be down and is", { args: { state: "stopped" }, shown: { ActiveState: "failed" }, since: 0.1 }, "settled"],
    ["should be enabled and is", { args: { enabled: true }, shown: ENDED, since: 0.1 }, "settled"],
  ];
  for (const [what, given, is] of settled) {
    it(`is ${is} for a unit that ${what}`, () => expect(look(given)).to.equal(is));
  }

  it("fails with the exit status and the unit's own words if the unit has ended", () => {
    expect(look({ args: { state: "restarted" }, shown: ENDED, since: 1 })).to.deep.equal({
      code: "modules/unit-ended",
      message: "The unit x.service does not stay up: exit status 3.",
      details: ["says why"],
    });
  });

  const failed: readonly (readonly [string, Look, string, string])[] = [
    [
      "was killed",
      { args: started, shown: { ...ENDED, ExecMainCode: 2, ExecMainStatus: 9, Result: "oom-kill" }, since: 1 },
      "modules/unit-ended",
      "signal 9, result oom-kill",
    ],
    [
      "has exited without an error",
      { args: started, shown: { ...ENDED, ActiveState: "inactive", ExecMainStatus: 0 }, since: 1 },
      "modules/unit-ended",
      "exit status 0",
    ],
    [
      "is restarted again and again",
      { args: started, shown: { ...LOOPS, NRestarts: 3 } },
      "modules/unit-ended",
      "systemd has restarted it 3 times",
    ],
    [
      "is a failed socket",
      { args: started, shown: { ActiveState: "failed", Result: "resources" }, since: 1 },
      "modules/unit-ended",
      "result resources",
    ],
    [
      "is active again",
      { args: { state: "stopped" }, shown: RUNNING, since: 1 },
      "modules/unit-active-again",
      "active",
    ],
    [
      "is still disabled",
      { args: { enabled: true }, shown: { IsEnabled: "disabled" }, since: 1 },
      "modules/boot-unchanged",
      "disabled",
    ],
  ];
  for (const [what, given, code, message] of failed) {
    it(`fails for a unit that ${what}`, () => {
      const answer = look(given);
      expect(answer).to.include({ code });
      expect(typeof answer === "object" ? answer.message : "").to.include(message);
    });
  }
});
