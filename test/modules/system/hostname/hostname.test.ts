import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { hostname } from "../../../../src/modules/system/hostname/hostname.ts";
import { answered, NOTHING_PREDICTED, predictedFrom } from "../../lib/target.ts";

const args = { name: "kafka-1" };
const base64 = (of: string) => Buffer.from(of).toString("base64");
const file = (text: string) => `file ${base64("/etc/hostname")} ${base64(text)}\n`;
const ROOT = "root yes\n";

function decide(answer: string, predicted = NOTHING_PREDICTED) {
  const state = hostname.probe(args).parse(answered(`${answer}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = hostname.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? hostname.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ resource }) => resource.name), script };
}

describe("modules/system/hostname", () => {
  it("sets the kernel's name and the file", () => {
    const { names, script } = decide(`live old\n${ROOT}`);
    expect(names).to.deep.equal(["/etc/hostname", "hostname"]);
    expect(script).to.include("take_name 'hostname'").and.include("printf %s 'kafka-1' >'/proc/sys/kernel/hostname'");
  });

  it("sets only what differs", () => {
    expect(decide(`live kafka-1\n${file("# mine\nkafka-1\n")}`).changes).to.deep.equal([]);
    expect(decide(`live old\n${file("kafka-1")}${ROOT}`).names).to.deep.equal(["hostname"]);
    expect(decide(`live kafka-1\n${file("old\n")}${ROOT}`).names).to.deep.equal(["/etc/hostname"]);
  });

  it("needs root", () => {
    expect(decide("live old\n").fault?.code).to.equal("modules/not-root");
  });

  it("sees what earlier tasks would set", () => {
    const { changes } = decide(`live old\n${ROOT}`);
    expect(decide(`live old\n${ROOT}`, predictedFrom(changes)).changes).to.deep.equal([]);
    const after = new Unknown("not run");
    const unknown = predictedFrom([{ resource: { kind: "path", name: "/etc/hostname" }, after }]);
    expect(decide(`live old\n${ROOT}`, unknown).unpredictable).to.not.equal(undefined);
  });
});
