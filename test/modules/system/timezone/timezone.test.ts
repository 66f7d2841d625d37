import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { timezone } from "../../../../src/modules/system/timezone/timezone.ts";
import { answered, NOTHING_PREDICTED, predictedFrom } from "../../lib/target.ts";

const args = { name: "Europe/Berlin" };
const ABLE = "known yes\nroot yes\n";
const OTHER = "target /usr/share/zoneinfo/Etc/UTC\n";
const base64 = (of: string) => Buffer.from(of).toString("base64");
const named = (text: string) => `file ${base64("/etc/timezone")} ${base64(text)}\n`;

function decide(answer: string, predicted = NOTHING_PREDICTED) {
  const state = timezone.probe(args).parse(answered(`${answer}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = timezone.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? timezone.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ resource }) => resource.name), script };
}

describe("modules/system/timezone", () => {
  it("sets the link, and the name if there is a file for it", () => {
    const { names, script } = decide(OTHER + named("Etc/UTC\n") + ABLE);
    expect(names).to.deep.equal(["/etc/localtime", "/etc/timezone"]);
    expect(script)
      .to.include(`ln -s -- '/usr/share/zoneinfo/Europe/Berlin' "$new"`)
      .and.include("take_name 'timezone'");
    expect(decide(OTHER + ABLE).names).to.deep.equal(["/etc/localtime"]);
    expect(decide(ABLE).names).to.deep.equal(["/etc/localtime"]);
  });

  it("changes nothing if both are right, wherever the link begins", () => {
    for (const folder of ["", ".."]) {
      const link = `target ${folder}/usr/share/zoneinfo/Europe/Berlin\n`;
      expect(decide(link + named("Europe/Berlin")).changes).to.deep.equal([]);
      expect(decide(link + named("Etc/UTC\n") + ABLE).names).to.deep.equal(["/etc/timezone"]);
    }
  });

  it("needs root and a zone that the host knows, which an earlier task may bring", () => {
    expect(decide(`${OTHER}known yes\n`).fault?.code).to.equal("modules/not-root");
    expect(decide(`${OTHER}root yes\n`).fault).to.include({ code: "modules/no-time-zone", missing: true });
  });

  it("sees what earlier tasks would set", () => {
    const resource = { kind: "path", name: "/etc/localtime" } as const;
    const [change] = decide(OTHER + ABLE).changes;
    expect(decide(OTHER + ABLE, predictedFrom([{ resource, after: change?.after ?? null }])).changes).to.deep.equal([]);
    const unknown = predictedFrom([{ resource, after: new Unknown("not run") }]);
    expect(decide(OTHER + ABLE, unknown).unpredictable).to.not.equal(undefined);
  });
});
