import { expect } from "chai";
import { armored, hasId, isArmored, keysIn } from "../../../../src/modules/lib/openpgp/keys.ts";
import { FINGERPRINT, KEY, OTHER } from "./samples.ts";

const fingerprints = (bytes: Buffer) => keysIn(bytes).map(({ fingerprints: [own] }) => own);

describe("modules/lib/openpgp/keys", () => {
  const key = Buffer.from(KEY);
  const [plain = Buffer.alloc(0)] = keysIn(key).map(({ bytes }) => bytes);

  it("computes the fingerprint that gpg prints, with and without armor", () => {
    expect(fingerprints(key)).to.deep.equal([FINGERPRINT]);
    expect(fingerprints(plain)).to.deep.equal([FINGERPRINT]);
    expect([isArmored(key), isArmored(plain)]).to.deep.equal([true, false]);
    expect(fingerprints(armored(plain))).to.deep.equal([FINGERPRINT]);
    expect(fingerprints(Buffer.from(KEY.replaceAll("\n", "\r\n")))).to.deep.equal([FINGERPRINT]);
    expect(fingerprints(Buffer.from(KEY.replace("\n\n", "\nVersion: x\n\n")))).to.deep.equal([FINGERPRINT]);
  });

  it("separates the keys of a file, in packets of both formats", () => {
    expect(keysIn(Buffer.concat([OTHER, plain])).map(({ bytes }) => bytes)).to.deep.equal([OTHER, plain]);
    expect(fingerprints(Buffer.from(KEY + armored(OTHER).toString()))).to.have.length(2);
    const long = Buffer.concat([Buffer.from([0xc6, 0xc0 + 1, 0, 4]), Buffer.alloc(447)]);
    expect(keysIn(Buffer.concat([long, OTHER])).map(({ bytes }) => bytes)).to.deep.equal([long, OTHER]);
    const subkey = Buffer.from([0xce, 0x02, 0x04, 9]);
    expect(keysIn(Buffer.concat([OTHER, subkey]))[0]?.fingerprints).to.have.length(2);
  });

  it("compares ids with the end of fingerprints", () => {
    const [found] = keysIn(key);
    expect(found && [hasId(found, "47BBDC19F9315449"), hasId(found, "03514211")]).to.deep.equal([true, false]);
  });

  it("finds no key in what is none", () => {
    for (const text of ["", "<html>", KEY.slice(0, 80)]) expect(keysIn(Buffer.from(text))).to.deep.equal([]);
    expect(keysIn(Buffer.from([0xce, 0x02, 0x04, 9]))).to.deep.equal([]);
    expect(keysIn(OTHER.subarray(0, 5))).to.deep.equal([]);
  });
});
