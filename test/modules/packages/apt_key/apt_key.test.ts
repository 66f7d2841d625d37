import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { apt_key } from "../../../../src/modules/packages/apt_key/apt_key.ts";
import { armored, keysIn } from "../../../../src/modules/lib/openpgp/keys.ts";
import { FINGERPRINT, KEY, OTHER } from "../../lib/openpgp/samples.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof apt_key.decide>[0];

const FOLDER = "/etc/apt/trusted.gpg.d";
const ID = FINGERPRINT.slice(-16);
const ring = (path: string, bytes: Buffer | string) => `ring ${Buffer.from(bytes).toString("base64")} ${path}\n`;
const fetched = (bytes: string) => `key-status 0\nkey ${Buffer.from(bytes).toString("base64")}\n`;
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString("base64");

function decide(given: Partial<Args>, answer = "", predicted = NOTHING_PREDICTED, root = "root yes\n") {
  const args = withDefaults(apt_key, given);
  const state = apt_key.probe(args).parse(answered(`${answer}${root}apt yes\n`));
  if (!state.ok) return { fault: state.faults[0], changes: [], names: [], script: "", result: {} };
  const decision = apt_key.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? apt_key.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ resource }) => resource.name), script };
}

describe("modules/packages/apt_key", () => {
  const data = KEY;

  it("stores a key under its fingerprint, once", () => {
    const path = `${FOLDER}/${FINGERPRINT}.asc`;
    const { names, script, result, changes } = decide({ data });
    expect(names).to.deep.equal([`apt-key/${FINGERPRINT}`, path]);
    expect(result).to.deep.equal({ fingerprints: [FINGERPRINT] });
    expect(script).to.include(`take_name '${FINGERPRINT}.asc'`).and.include(base64(KEY));
    expect(changes[0]?.summary).to.include("for all sources");
    expect(decide({ data }, ring(path, KEY)).changes).to.deep.equal([]);
    expect(decide({ data }, ring("/etc/apt/trusted.gpg", OTHER)).names).to.include(path);
  });

  it("finds a key in any file that apt trusts", () => {
    const [{ bytes } = { bytes: Buffer.alloc(0) }] = keysIn(Buffer.from(KEY));
    expect(decide({ data }, ring("/etc/apt/trusted.gpg", Buffer.concat([OTHER, bytes]))).changes).to.deep.equal([]);
  });

  it("fetches a URL only while there is no file of that key", () => {
    const url = "https://example.com/keys/key.asc";
    const path = `${FOLDER}/example_com_keys_key.asc`;
    expect(decide({ url }, fetched(KEY)).names).to.deep.equal([`apt-key/${FINGERPRINT}`, path]);
    expect(decide({ url }, ring(path, KEY)).changes).to.deep.equal([]);
    const { script } = apt_key.probe(withDefaults(apt_key, { url, id: ID }));
    expect(script.text).to.include(`for file in '${FOLDER}/${ID}.asc' '${FOLDER}/${ID}.gpg'`);
    expect(decide({ url, id: ID }, fetched(KEY)).names[1]).to.equal(`${FOLDER}/${ID}.asc`);
  });

  it("rejects what is no key, and another key than that with the id", () => {
    const url = "https://example.com/key";
    expect(decide({ url }, fetched("<html>")).fault?.code).to.equal("modules/no-key");
    expect(decide({ url, id: "0x1122334455667788" }, fetched(KEY)).fault?.code).to.equal("modules/other-key");
    expect(decide({ url }, "key-status 22\nkey \n").fault?.code).to.equal("modules/key-not-fetched");
    expect(decide({ url }, "key-status 127\nkey \n").fault?.code).to.equal("modules/no-program");
    expect(decide({ file: "/x" }, "key-status missing\n").fault).to.include({
      code: "modules/no-key-file",
      missing: true,
    });
  });

  it("adds a key to a file of keys, with armor only if its name says so", () => {
    const keyring = "/etc/apt/keyrings/x.gpg";
    expect(decide({ data, keyring }).script).to.include(base64(keysIn(Buffer.from(KEY))[0]?.bytes ?? ""));
    expect(decide({ data, keyring }, ring(keyring, OTHER)).script).to.include(base64(OTHER).slice(0, 8));
    const asc = "/etc/apt/keyrings/x.asc";
    const { script } = decide({ data, keyring: asc }, ring(asc, armored(OTHER)));
    expect(Buffer.from(/printf %s '([^']+)'/.exec(script)?.[1] ?? "", "base64").toString()).to.match(/^-----BEGIN/);
  });

  it("removes a key by the end of its fingerprint, and the file if nothing is left in it", () => {
    const absent = { id: `0x${ID.toLowerCase()}`, state: "absent" } as const;
    const path = `${FOLDER}/x.gpg`;
    expect(decide(absent, ring(path, KEY)).script).to.include("remove 'x.gpg'");
    const both = Buffer.concat([OTHER, keysIn(Buffer.from(KEY))[0]?.bytes ?? OTHER]);
    expect(decide(absent, ring(path, both)).script).to.include(base64(OTHER));
    expect(decide(absent, ring(path, OTHER)).changes).to.deep.equal([]);
  });

  it("knows in check mode what earlier tasks would do, and needs root", () => {
    const first = predictedFrom(decide({ data }).changes);
    expect(decide({ data }, "", first).changes).to.deep.equal([]);
    const path = `${FOLDER}/x.gpg`;
    const gone = predictedFrom(decide({ id: ID, state: "absent" }, ring(path, KEY)).changes);
    expect(decide({ data }, ring(path, KEY), gone).changes).to.have.length(2);
    expect(decide({ data }, "", NOTHING_PREDICTED, "").fault?.code).to.equal("modules/not-root");
    expect(decide({ data }, "unread /x\n").fault?.code).to.equal("modules/unreadable-keys");
  });
});
