import { expect } from "chai";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { service } from "../../../src/modules/service/service.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../lib/target.ts";

const OWN = "/home/ada/.config/systemd/user";
const PATHS = `UnitPath=/run/user/7/systemd/user.control ${OWN} /etc/systemd/user\nUser=7\n`;
const unit = (lines: string) => `${PATHS}Id=x.service\nLoadState=loaded\n${lines}`;
const STOPPED = unit("ActiveState=inactive\nIsEnabled=disabled\n");
const MISSING = `${PATHS}Id=x.service\nLoadState=not-found\nActiveState=inactive\nIsEnabled=not-found\n`;

function decide(given: object, shown: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(service, { scope: "user", ...given });
  const state = service.probe(args).parse(answered(shown));
  if (!state.ok) return { fault: state.faults[0], changes: [], script: "" };
  const decision = service.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? service.apply(args, changes, state.value).script.text : "";
  return { ...decision, script };
}

const written = (name: string) => predictedFrom([{ resource: { kind: "path", name }, after: { type: "file" } }]);

describe("modules/service: scope", () => {
  const args = { name: "x", state: "started", enabled: true };

  it("keeps the units of users apart from the system's", () => {
    const { changes, script } = decide(args, STOPPED);
    expect(changes.map(({ resource }) => resource.name)).to.deep.equal(Array(2).fill("x.service of user 7"));
    expect(script).to.include("scope='user'");
    expect(decide(args, STOPPED, predictedFrom(changes)).changes).to.deep.equal([]);
    const system = withDefaults(service, { name: "x", state: "started" });
    const found = service.probe(system).parse(answered("Id=x.service\nLoadState=loaded\nActiveState=inactive\n"));
    if (!found.ok) throw new Error(found.faults[0].message);
    expect(service.decide(system, found.value, predictedFrom(changes)).changes).to.have.length(1);
  });

  it("knows in check mode the unit files that earlier tasks would write for the user", () => {
    expect(decide(args, MISSING, written(`${OWN}/x.service`)).changes).to.have.length(2);
    expect(decide(args, MISSING, written("/etc/systemd/system/x.service")).fault?.code).to.equal("modules/no-unit");
    const loaded = `${PATHS}\nId=x.service\n`;
    const reload = decide({ daemon_reload: true }, loaded, written(`${OWN}/x.service`));
    expect(reload.changes.map(({ resource }) => resource.name)).to.deep.equal(["systemd/unit-files of user 7"]);
    expect(decide({ daemon_reload: true }, loaded, written("/etc/systemd/system/x.service")).changes).to.deep.equal([]);
  });

  it("does not take a file of the user for one in the way of a mask below it", () => {
    const from = (file: string) => unit(`ActiveState=inactive\nIsEnabled=disabled\nFragmentPath=${file}\n`);
    expect(decide({ name: "x", masked: true }, from("/etc/systemd/user/x.service")).changes).to.have.length(1);
    const { fault } = decide({ name: "x", masked: true }, from(`${OWN}/x.service`));
    expect(fault?.code).to.equal("modules/own-unit-file");
  });

  it("names the user whose systemd does not run", async () => {
    const expected = { code: "modules/no-user-systemd", message: "No systemd of the user ada runs on the target." };
    for (const given of [args, { daemon_reload: true }]) {
      expect(decide(given, "no-user-systemd ada\n").fault).to.include({ ...expected, missing: true });
    }
    const target = new Target();
    const { script } = service.probe(withDefaults(service, { name: "x", scope: "user" }));
    const stopped = script.text.replaceAll("/run/user/", `${target.folder}/`);
    const answer = await target.send({ ...script, text: stopped }, { XDG_RUNTIME_DIR: target.folder });
    expect(answer.stdout).to.match(/^no-user-systemd \S+\n$/);
    target.remove();
  });
});
