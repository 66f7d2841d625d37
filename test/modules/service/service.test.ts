import { expect } from "chai";
import { parseUnit } from "../../../src/modules/service/probe.ts";
import { service } from "../../../src/modules/service/service.ts";
import { unitName } from "../../../src/modules/service/unit.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../lib/target.ts";

const show = (load: string, active: string, file: string, reload = "no") =>
  `LoadState=${load}\nActiveState=${active}\nUnitFileState=${file}\nNeedDaemonReload=${reload}\nFragmentPath=/lib/systemd/system/x.service\nDropInPaths=/etc/systemd/system/x.service.d/a.conf\n`;

function decide(args: Record<string, unknown>, stdout: string, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(service, { name: "x", ...args });
  const unit = parseUnit("x.service", answered(stdout));
  if (!unit.ok) throw new Error(unit.faults[0].message);
  const decision = service.decide(full, unit.value, predicted);
  const [first, ...rest] = decision.changes;
  return { ...decision, script: first ? service.apply(full, [first, ...rest], unit.value).script.text : "" };
}

const words = (decision: { readonly changes: readonly { readonly summary: string }[] }) =>
  decision.changes.map(({ summary }) => summary.split(" ")[0]);

describe("service", () => {
  const cases: readonly (readonly [string, Record<string, unknown>, readonly string[], string])[] = [
    ["running and enabled", { state: "started", enabled: true }, [], show("loaded", "active", "enabled")],
    ["off", { state: "started", enabled: true }, ["enable", "start"], show("loaded", "inactive", "disabled")],
    ["failed", { state: "started" }, ["start"], show("loaded", "failed", "enabled")],
    ["failed", { state: "stopped" }, [], show("loaded", "failed", "enabled")],
    ["running", { state: "stopped", enabled: false }, ["disable", "stop"], show("loaded", "active", "enabled")],
    ["running", { state: "restarted" }, ["restart"], show("loaded", "active", "enabled")],
    ["running", { state: "reloaded" }, ["reload"], show("loaded", "active", "enabled")],
    ["off", { state: "reloaded" }, ["start"], show("loaded", "inactive", "enabled")],
    ["starting", { state: "started" }, [], show("loaded", "activating", "enabled")],
    ["static", { enabled: true }, [], show("loaded", "active", "static")],
    ["changed on disk", { daemon_reload: true }, ["make"], show("loaded", "active", "enabled", "yes")],
    ["unchanged on disk", { daemon_reload: true }, [], show("loaded", "active", "enabled")],
  ];
  for (const [is, args, steps, stdout] of cases) {
    it(`plans for ${JSON.stringify(args)} of a unit that is ${is}: ${steps.join(", ") || "nothing"}`, () => {
      expect(words(decide(args, stdout))).to.deep.equal(steps);
    });
  }

  it("reloads the unit's files, then enables it, then starts it", () => {
    const { script } = decide(
      { state: "started", enabled: true, daemon_reload: true },
      show("loaded", "inactive", "disabled", "yes"),
    );
    expect(script).to.match(
      /daemon-reload[\s\S]*ask_systemd 'enable' -- 'x\.service'[\s\S]*ask_systemd 'start' -- 'x\.service'/,
    );
  });

  it("rejects a masked unit, and one that does not exist", () => {
    expect(decide({ enabled: true }, show("masked", "inactive", "masked")).fault?.code).to.equal("modules/masked-unit");
    expect(decide({ state: "started" }, show("not-found", "inactive", "")).fault).to.include({
      code: "modules/no-unit",
      missing: true,
    });
  });

  it("fails on a target without systemd", () => {
    const parsed = parseUnit("x.service", answered("no-systemd\n"));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/no-systemd");
  });

  it("is unknown in check mode if its package is predicted, and known if its unit file is", () => {
    const missing = show("not-found", "inactive", "");
    const packaged = predictedFrom([{ resource: { kind: "package", name: "x" }, after: "1" }]);
    expect(decide({ state: "started" }, missing, packaged).unpredictable).to.be.a("string");
    const written = predictedFrom([
      { resource: { kind: "path", name: "/etc/systemd/system/x.service" }, after: { type: "file" } },
    ]);
    expect(words(decide({ state: "started", enabled: true }, missing, written))).to.deep.equal(["enable", "start"]);
  });

  it("takes units and unit files that earlier tasks would change into account in check mode", () => {
    const running = show("loaded", "active", "enabled");
    const drop = predictedFrom([
      { resource: { kind: "path", name: "/etc/systemd/system/x.service.d/a.conf" }, after: { type: "file" } },
    ]);
    expect(words(decide({ daemon_reload: true }, running, drop))).to.deep.equal(["make"]);
    const first = decide({ state: "stopped" }, running);
    expect(decide({ state: "stopped" }, running, predictedFrom(first.changes)).changes).to.deep.equal([]);
    expect(words(decide({ state: "started" }, running, predictedFrom(first.changes)))).to.deep.equal(["start"]);
  });

  it("adds the suffix that systemd would", () => {
    expect(["docker", "docker.socket", "a.b", "getty@tty1"].map(unitName)).to.deep.equal([
      "docker.service",
      "docker.socket",
      "a.b.service",
      "getty@tty1.service",
    ]);
  });

  it("rejects a template of units, which only its instances can replace", () => {
    const parsed = parseUnit("getty@.service", answered("", "Failed to get properties", 1));
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("modules/argument");
    expect(parsed.ok ? "" : parsed.faults[0].hint).to.include("getty@NAME.service");
  });

  it("changes the unit that an alias stands for", () => {
    const found = `Id=ssh.service\n${show("loaded", "active", "enabled")}IsEnabled=disabled\n`;
    const decision = decide({ name: "sshd", enabled: true }, found);
    expect(decision.script).to.include("ask_systemd 'enable' -- 'ssh.service'");
    expect(decision.result).to.include({ name: "sshd.service", enabled: true });
    const both = predictedFrom(decision.changes);
    expect(decide({ name: "ssh", enabled: true }, found, both).changes).to.deep.equal([]);
  });

  it("makes a new SysV script a unit only with `daemon_reload`", () => {
    const found = `${show("not-found", "inactive", "")}IsEnabled=disabled\nScript=yes\n`;
    expect(decide({ state: "started" }, found).fault?.code).to.equal("modules/script-not-read");
    const args = { state: "started", enabled: true, daemon_reload: true };
    expect(words(decide(args, found))).to.deep.equal(["make", "enable", "start"]);
    const copied = predictedFrom([{ resource: { kind: "path", name: "/etc/init.d/x" }, after: { type: "file" } }]);
    expect(words(decide(args, show("not-found", "inactive", ""), copied))).to.deep.equal(["make", "enable", "start"]);
  });

  it("knows in check mode what a unit file that is not written yet says", () => {
    const missing = show("not-found", "inactive", "");
    const written = (after: Record<string, string>) =>
      predictedFrom([{ resource: { kind: "path", name: "/etc/systemd/system/x.service" }, after }]);
    const plain = decide({ enabled: true }, missing, written({ type: "file", text: "[Service]\nExecStart=true\n" }));
    expect(plain).to.deep.include({ changes: [], result: { name: "x.service", active: false, enabled: false } });
    const text = "[Service]\nExecStart=true\n[Install]\nWantedBy = multi-user.target\n";
    expect(words(decide({ enabled: true }, missing, written({ type: "file", text })))).to.deep.equal(["enable"]);
    const masked = written({ type: "link", target: "/dev/null" });
    expect(decide({ state: "started" }, missing, masked).fault?.code).to.equal("modules/masked-unit");
  });

  const refused: readonly (readonly [string, string, string, string])[] = [
    ["reload a unit without ExecReload", "reloaded", "CanReload=no", "modules/cannot-reload"],
    ["start a unit that refuses it", "started", "CanStart=no", "modules/unit-refuses"],
    ["stop a unit that refuses it", "stopped", "CanStop=no", "modules/unit-refuses"],
  ];
  for (const [what, state, property, code] of refused) {
    it(`does not ${what}`, () => {
      const active = state === "started" ? "inactive" : "active";
      const found = show("loaded", active, "enabled");
      expect(decide({ state }, `${found}${property}\n`).fault?.code).to.equal(code);
      expect(
        decide({ state, daemon_reload: true }, `${show("loaded", active, "enabled", "yes")}${property}\n`).fault,
      ).to.equal(undefined);
    });
  }

  it("names systemd's reason if it cannot load the unit, and still stops it", () => {
    const found = `${show("bad-setting", "inactive", "disabled")}LoadError=org.X "Unit x.service has a bad unit file setting."\nCanStart=no\n\nno ExecStart\n`;
    const { fault } = decide({ state: "started" }, found);
    expect(fault).to.deep.include({ code: "modules/bad-unit", details: ["no ExecStart"] });
    expect(fault?.message).to.include("cannot be loaded: Unit x.service has a bad unit file setting.");
    expect(decide({ state: "stopped" }, found)).to.not.have.property("fault");
  });

  describe("after a start that left the unit inactive", () => {
    const apply = (type: string, condition: "yes" | "no", checked = "123", status = "status") => {
      const found = parseUnit("x.service", answered(`${show("loaded", "inactive", "static")}Type=${type}\n`));
      if (!found.ok) throw new Error(found.faults[0].message);
      const args = withDefaults(service, { name: "x", state: "started" });
      const [first] = service.decide(args, found.value, NOTHING_PREDICTED).changes;
      if (!first) throw new Error("nothing to do");
      const outcome = service
        .apply(args, [first], found.value)
        .parse?.(
          answered(
            `ActiveState=inactive\nConditionResult=${condition}\nConditionTimestampMonotonic=${checked}\n`,
            `${status}\n`,
          ),
        );
      return outcome?.ok === false ? outcome.faults[0] : undefined;
    };
    it("reports a condition that does not hold", () => {
      for (const type of ["simple", "oneshot"]) {
        expect(apply(type, "no")).to.deep.include({ code: "modules/unit-skipped", details: ["status"] });
      }
    });

    it("reports the end of a service, but not that of a oneshot unit", () => {
      expect(apply("simple", "yes")).to.deep.include({
        code: "modules/unit-ended",
        message: "The unit x.service does not stay up: it ended without an error.",
        details: ["status"],
      });
      expect(apply("oneshot", "yes")).to.equal(undefined);
    });

    it("tells by the log whether a unit that systemd has forgotten was skipped", () => {
      const log = (text: string) => `Nov 30 11:57:12 server2 systemd[1]: x.service${text}`;
      for (const status of ["status", log(": Deactivated successfully.")]) {
        expect(apply("simple", "no", "0", status)?.code).to.equal("modules/unit-ended");
        expect(apply("oneshot", "no", "0", status)).to.equal(undefined);
      }
      for (const status of [
        " skipped, unmet condition check A=/b",
        " was skipped because of an unmet condition check (A=/b).",
      ]) {
        expect(apply("oneshot", "no", "0", log(status))?.code).to.equal("modules/unit-skipped");
      }
    });
  });

  it("stops a unit that runs although its file is gone", () => {
    expect(words(decide({ state: "stopped" }, show("not-found", "active", "")))).to.deep.equal(["stop"]);
  });

  it("predicts that a oneshot unit has ended after its start", () => {
    const found = `${show("loaded", "inactive", "static")}Type=oneshot\nRemainAfterExit=no\n`;
    expect(decide({ state: "started" }, found).result).to.include({ active: false });
    expect(decide({ state: "started" }, found.replace("Exit=no", "Exit=yes")).result).to.include({ active: true });
  });
});
