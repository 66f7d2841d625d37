import { expect } from "chai";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { parseUnit } from "../../../src/modules/service/probe.ts";
import { service } from "../../../src/modules/service/service.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../lib/target.ts";

type Args = Parameters<typeof service.decide>[0];

const NORMAL = "Id=x.service\nLoadState=loaded\nFragmentPath=/lib/systemd/system/x.service\n";
const RUNNING = `${NORMAL}ActiveState=active\nIsEnabled=enabled\n`;
const MASKED =
  "Id=x.service\nLoadState=masked\nActiveState=inactive\nIsEnabled=masked\nCanStart=no\n" +
  'LoadError=org.freedesktop.systemd1.UnitMasked "Unit x.service is masked."\n';

function decide(given: Partial<Args>, shown: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(service, { name: "x", ...given });
  const unit = parseUnit("x.service", answered(shown));
  if (!unit.ok) throw new Error(unit.faults[0].message);
  const decision = service.decide(args, unit.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? service.apply(args, changes, unit.value).script.text : "";
  return { ...decision, script, steps: changes.map(({ summary }) => summary.replace(" x.service", "")) };
}

describe("modules/service: masked", () => {
  it("stops and disables a unit before it is masked, once", () => {
    const { steps, script, changes } = decide({ masked: true, state: "stopped", enabled: false }, RUNNING);
    expect(steps).to.deep.equal(["disable", "stop", "mask"]);
    expect(script).to.match(/'disable'[\s\S]*'stop'[\s\S]*ask_systemd 'mask' -- 'x\.service'/);
    expect(changes[0]).to.deep.include({
      before: { active: true, enabled: true, masked: false },
      after: { active: false, enabled: false, masked: true },
    });
    expect(decide({ masked: true, state: "stopped", enabled: false }, MASKED).steps).to.deep.equal([]);
  });

  it("unmasks a unit before it is enabled and started, as what is below the mask allows", () => {
    const all = { masked: false, enabled: true, state: "started" } as const;
    expect(decide(all, `${MASKED}Hidden=yes\nInstall=yes\n`).steps).to.deep.equal(["unmask", "enable", "start"]);
    expect(decide(all, `${MASKED}Hidden=yes\nInstall=yes\nLinked=yes\n`).steps).to.deep.equal(["unmask", "start"]);
    expect(decide(all, `${MASKED}Hidden=yes\n`).warnings?.[0]).to.include("cannot be enabled");
    expect(decide({ masked: false }, RUNNING).steps).to.deep.equal([]);
  });

  it("masks a unit that does not exist, but not one whose own file is in the place of the mask", () => {
    const missing = "Id=x.service\nLoadState=not-found\nActiveState=inactive\nIsEnabled=not-found\n";
    expect(decide({ masked: true }, missing).steps).to.deep.equal(["mask"]);
    expect(decide({ masked: false }, missing).fault?.code).to.equal("modules/no-unit");
    const own = RUNNING.replace("/lib/systemd", "/etc/systemd");
    expect(decide({ masked: true }, own).fault?.code).to.equal("modules/own-unit-file");
  });

  it("does not start or enable what it masks", () => {
    for (const given of [{ state: "started" }, { enabled: true }] as const)
      expect(decide({ masked: true, ...given }, RUNNING).fault?.code).to.equal("modules/masked-unit");
  });

  it("knows in check mode what earlier tasks would mask and unmask", () => {
    const masked = predictedFrom(decide({ masked: true }, RUNNING).changes);
    expect(decide({ masked: true }, RUNNING, masked).steps).to.deep.equal([]);
    expect(decide({ state: "restarted" }, RUNNING, masked).fault?.code).to.equal("modules/masked-unit");
    const hidden = `${MASKED}Hidden=yes\nInstall=yes\n`;
    const open = predictedFrom(decide({ masked: false }, hidden).changes);
    expect(decide({ masked: false, enabled: true }, hidden, open).steps).to.deep.equal(["enable"]);
  });
});
