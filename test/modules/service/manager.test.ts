import { expect } from "chai";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { service } from "../../../src/modules/service/service.ts";
import { SYSTEM, unitOfFile } from "../../../src/modules/service/unit-files.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../lib/target.ts";

const LOADED = "Id=a.service\n\nId=b@1.service\n\nId=c.timer\n";

function decide(shown: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(service, { daemon_reload: true });
  const state = service.probe(args).parse(answered(shown));
  if (!state.ok) return { fault: state.faults[0], changes: [], script: "" };
  const decision = service.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? service.apply(args, changes, state.value).script.text : "";
  return { ...decision, script };
}

const written = (...names: readonly string[]) =>
  names.map((name) => ({ resource: { kind: "path", name }, after: { type: "file" } }) as const);

describe("modules/service: daemon_reload without a unit", () => {
  it("makes systemd reload its files if those of a loaded unit have changed", () => {
    const { changes, script } = decide(`Id=a.service\nNeedDaemonReload=yes\n\n${LOADED}`);
    expect(changes.map(({ before }) => before)).to.deep.equal(["a.service"]);
    expect(script).to.include("ask_systemd daemon-reload");
    expect(decide(`${LOADED}\nUnread=/etc/systemd/system/a.service.d/x.conf\n`).changes).to.have.length(1);
    expect(decide(LOADED).changes).to.deep.equal([]);
  });

  it("knows in check mode which files earlier tasks would write, and that one has reloaded them", () => {
    const after = (path: string) => decide(LOADED, predictedFrom(written(path))).changes.length;
    expect(after("/etc/systemd/system/a.service")).to.equal(1);
    expect(after("/etc/systemd/system/a.service.d/x.conf")).to.equal(1);
    expect(after("/lib/systemd/system/b@.service")).to.equal(1);
    expect(after("/etc/systemd/system/new.service")).to.equal(0);
    expect(after("/etc/motd")).to.equal(0);
    const first = written("/etc/systemd/system/a.service");
    const reload = decide(LOADED, predictedFrom(first)).changes;
    expect(decide(LOADED, predictedFrom([...first, ...reload])).changes).to.deep.equal([]);
    const again = predictedFrom([...first, ...reload, ...written("/etc/systemd/system/c.timer")]);
    expect(decide(LOADED, again).changes).to.have.length(1);
    expect(decide(`Id=a.service\nNeedDaemonReload=yes\n`, predictedFrom(reload)).changes).to.deep.equal([]);
  });

  it("leaves nothing to reload for a unit after it, in check mode", () => {
    const args = withDefaults(service, { name: "a", daemon_reload: true });
    const unit = service
      .probe(args)
      .parse(answered("Id=a.service\nLoadState=loaded\nActiveState=active\nIsEnabled=enabled\nNeedDaemonReload=yes\n"));
    if (!unit.ok) throw new Error(unit.faults[0].message);
    expect(service.decide(args, unit.value, NOTHING_PREDICTED).changes).to.have.length(1);
    const { changes } = decide(`Id=a.service\nNeedDaemonReload=yes\n`);
    expect(service.decide(args, unit.value, predictedFrom(changes)).changes).to.deep.equal([]);
  });

  it("needs systemd", () => {
    expect(decide("no-systemd\n").fault?.code).to.equal("modules/no-systemd");
    expect(decide("").fault?.code).to.equal("modules/unexpected-answer");
  });

  it("knows the unit of a file", () => {
    expect(unitOfFile("/run/systemd/system/x@.service.d/a.conf", SYSTEM)).to.equal("x@.service");
    expect(unitOfFile("/etc/systemd/system/x.wants/y.service", SYSTEM)).to.equal(undefined);
    expect(unitOfFile("/etc/systemd/user/x.service", SYSTEM)).to.equal(undefined);
  });
});
