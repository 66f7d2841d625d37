import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { rpm_key } from "../../../../src/modules/packages/rpm_key/rpm_key.ts";
import { FINGERPRINT, KEY } from "../../lib/openpgp/samples.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof rpm_key.decide>[0];

const base64 = Buffer.from(KEY).toString("base64");
const SHOWN = `key ${base64}\n`;
const NAME = `${FINGERPRINT.slice(-8).toLowerCase()}-6b0da5b5`;

function decide(given: Partial<Args>, answer = "", predicted = NOTHING_PREDICTED, root = "root yes\n") {
  const args = withDefaults(rpm_key, given);
  const state = rpm_key.probe(args).parse(answered(`${answer}${root}rpm yes\n`));
  if (!state.ok) return { fault: state.faults[0], changes: [], result: {}, script: "" };
  const decision = rpm_key.decide(args, state.value, predicted);
  const { changes } = decision;
  return { ...decision, script: isNonEmpty(changes) ? rpm_key.apply(args, changes, state.value).script.text : "" };
}

describe("modules/packages/rpm_key", () => {
  const key = "/etc/pki/key.asc";
  const url = "https://example.com/key.asc";

  it("imports the key that was read, once", () => {
    const { result, changes, script } = decide({ key: url }, `key-status 0\n${SHOWN}`);
    expect(result).to.deep.equal({ fingerprints: [FINGERPRINT] });
    expect(changes).to.have.length(1);
    expect(script).to.include(base64).and.include("rpm --import");
    expect(decide({ key }, `${SHOWN}installed ${NAME}\n`).changes).to.deep.equal([]);
    expect(decide({ key }, `${SHOWN}installed ${FINGERPRINT.toLowerCase()}-1\n`).changes).to.deep.equal([]);
    expect(decide({ key }, `${SHOWN}installed 01234567-1\n`).changes).to.have.length(1);
  });

  it("compares fingerprints, of which the end is enough", () => {
    const spaced = FINGERPRINT.replace(/(....)/g, "$1 ");
    expect(decide({ key, fingerprint: [spaced, FINGERPRINT.slice(-16)] }, SHOWN).changes).to.have.length(1);
    expect(decide({ key, fingerprint: ["0x0123456789ABCDEF"] }, SHOWN).fault?.code).to.equal("modules/other-key");
  });

  it("removes a key by its file, or by the end of its fingerprint", () => {
    const removes = `'gpg-pubkey-${NAME}'`;
    expect(decide({ key, state: "absent" }, `${SHOWN}installed 01234567-1\ninstalled ${NAME}\n`).script).to.match(
      new RegExp(`-- ${removes} `),
    );
    for (const id of [FINGERPRINT, `0x${FINGERPRINT.slice(-8)}`, FINGERPRINT.slice(-16).toLowerCase()])
      expect(decide({ key: id, state: "absent" }, `installed ${NAME}\n`).script).to.include(removes);
    expect(decide({ key: "01234567", state: "absent" }, `installed ${NAME}\n`).changes).to.deep.equal([]);
  });

  it("rejects an id to trust, what is no key, and a file or URL without one", () => {
    expect(decide({ key: FINGERPRINT }).fault?.code).to.equal("modules/key-id-alone");
    expect(decide({ key }, "key aGVsbG8=\n").fault?.code).to.equal("modules/no-key");
    expect(decide({ key }, "key-status missing\n").fault).to.include({ code: "modules/no-key-file", missing: true });
    expect(decide({ key: url }, "key-status 22\nkey \n").fault?.code).to.equal("modules/key-not-fetched");
  });

  it("sees in check mode what earlier tasks would do, and needs rpm and root", () => {
    const first = predictedFrom(decide({ key }, SHOWN).changes);
    expect(decide({ key }, SHOWN, first).changes).to.deep.equal([]);
    expect(decide({ key, state: "absent" }, SHOWN, first).changes).to.have.length(1);
    const written = predictedFrom([{ resource: { kind: "path", name: key }, after: { type: "file" } }]);
    expect(decide({ key }, SHOWN, written).unpredictable).to.include(key);
    expect(decide({ key }, SHOWN, NOTHING_PREDICTED, "").fault?.code).to.equal("modules/not-root");
    expect(decide({ key }, "rpm no\n").fault).to.include({ code: "modules/no-package-manager", missing: true });
  });
});
