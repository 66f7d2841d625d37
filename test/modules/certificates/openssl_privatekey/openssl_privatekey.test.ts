import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { Unknown } from "../../../../src/model/unknown.ts";
import { openssl_privatekey } from "../../../../src/modules/certificates/openssl_privatekey/openssl_privatekey.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof openssl_privatekey.decide>[0];

const SECRET = 'it\'s a "secret" \\ $x';

describe("openssl_privatekey", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const run = (args: Partial<Args>) =>
    target.run(openssl_privatekey, { path: target.path("key"), size: 2048, ...args });
  const key = () => readFileSync(target.path("key"), "utf8");
  const mode = () => statSync(target.path("key")).mode & 0o777;

  describe("with openssl", () => {
    before(function () {
      if (spawnSync("openssl", ["version"]).status !== 0) this.skip();
    });

    async function expectOnce(args: Partial<Args>, summary: string) {
      const { changes, applied, fault } = await run(args);
      expect(fault).to.equal(undefined);
      expect(changes.map((change) => change.summary.replace(target.folder, ""))).to.deep.equal([summary]);
      expect(applied).to.deep.equal({ ok: true, value: {} });
      const made = key();
      expect((await run(args)).changes).to.deep.equal([]);
      expect(key()).to.equal(made);
    }

    it("makes a key for its owner only, replaces one of another kind, and changes attributes alone", async () => {
      await expectOnce({}, "make the RSA 2048 key /key");
      expect([mode(), key().split("\n", 1)[0]]).to.deep.equal([0o600, "-----BEGIN RSA PRIVATE KEY-----"]);
      chmodSync(target.path("key"), 0o640);
      const old = key();
      await expectOnce({}, "set mode 0640 → 0600 of /key");
      expect(key()).to.equal(old);
      await expectOnce({ size: 1024, mode: "0640" }, "make the RSA 1024 key /key");
      expect(mode()).to.equal(0o640);
      expect((await run({ size: 1024, mode: "0640", force: true })).changes).to.have.length(1);
    });

    for (const [kind, args, format] of [
      ["ECC secp256r1", { type: "ECC", curve: "secp256r1" }, "EC PRIVATE"],
      ["ECC secp384r1", { type: "ECC", curve: "secp384r1", format: "pkcs8" }, "PRIVATE"],
      ["Ed25519", { type: "Ed25519" }, "PRIVATE"],
      ["X448", { type: "X448" }, "PRIVATE"],
    ] as const) {
      it(`makes a key of the kind ${kind}`, async () => {
        await expectOnce(args, `make the ${kind} key /key`);
        expect(key().split("\n", 1)[0]).to.equal(`-----BEGIN ${format} KEY-----`);
      });
    }

    it("encrypts a key, and replaces none that it cannot read", async () => {
      await expectOnce({ type: "Ed25519", passphrase: SECRET }, "make the Ed25519 key /key");
      const opens = ["pkey", "-in", target.path("key"), "-noout", "-passin", `pass:${SECRET}`];
      execFileSync("openssl", opens, { stdio: "ignore" });
      for (const passphrase of [undefined, "another one"]) {
        const { fault } = await run({ type: "Ed25519", ...(passphrase !== undefined && { passphrase }) });
        expect(fault?.code).to.equal("modules/unread-key");
        expect(JSON.stringify(fault)).to.not.contain("another one");
      }
      writeFileSync(target.path("key"), "no key");
      expect((await run({})).fault?.code).to.equal("modules/unread-key");
      await run({ force: true });
      expect((await run({ passphrase: SECRET })).fault?.code).to.equal("modules/plain-key");
    });

    it("encrypts a key in the old format, too", async () => {
      await expectOnce({ passphrase: SECRET, format: "pkcs1", cipher: "aes128" }, "make the RSA 2048 key /key");
      expect(key()).to.contain("AES-128-CBC").and.contain("BEGIN RSA");
    });
  });

  it("replaces no link and no folder, and misses the folder of the file", async () => {
    symlinkSync(target.path("other"), target.path("key"));
    expect((await run({})).fault?.code).to.equal("modules/key-is-link");
    mkdirSync(target.path("folder"));
    expect((await run({ path: target.path("folder") })).fault?.code).to.equal("modules/is-directory");
    const { fault } = await run({ path: target.path("none/key") });
    expect(fault).to.include({ code: "modules/no-parent", missing: true });
  });

  it("passes a passphrase by no argument", () => {
    const args = withDefaults(openssl_privatekey, { path: "/key", passphrase: "hidden" });
    const state = openssl_privatekey.probe(args).parse(answered("parent directory\nstat absent\n"));
    if (!state.ok) throw new Error(state.faults[0].message);
    const [change] = openssl_privatekey.decide(args, state.value, NOTHING_PREDICTED).changes;
    if (!change) throw new Error("nothing would change");
    for (const { text } of [
      openssl_privatekey.probe(args).script,
      openssl_privatekey.apply(args, [change], state.value).script,
    ]) {
      const lines = text.split("\n").filter((line) => line.includes("hidden"));
      expect(lines).to.deep.equal(["passphrase='hidden'"]);
    }
  });

  describe("in check mode", () => {
    function decide(stdout: string, predicted = NOTHING_PREDICTED) {
      const args = withDefaults(openssl_privatekey, { path: "/srv/key" });
      const state = openssl_privatekey.probe(args).parse(answered(stdout));
      if (!state.ok) throw new Error(state.faults[0].message);
      return openssl_privatekey.decide(args, state.value, predicted);
    }
    const folder = { resource: { kind: "path", name: "/srv" }, after: { type: "directory" } } as const;
    const file = (after: null | Unknown | { type: string }) =>
      ({ resource: { kind: "path", name: "/srv/key" }, after }) as const;

    it("makes the key in a folder that an earlier task would make", () => {
      const none = "parent none\nstat absent\n";
      expect(decide(none).fault).to.include({ code: "modules/no-parent", missing: true });
      expect(decide(none, predictedFrom([folder])).changes[0]?.after).to.deep.equal({ type: "file", mode: "0600" });
    });

    it("needs openssl, unless an earlier task would install it", () => {
      const bare = "openssl no\nparent directory\nstat absent\n";
      expect(decide(bare).fault).to.include({ code: "modules/no-program", missing: true });
      const installed = { resource: { kind: "package", name: "openssl" }, after: "3" } as const;
      expect(decide(bare, predictedFrom([installed])).changes).to.have.length(1);
      const here = "openssl no\nparent directory\nstat 8180:0:0:99:1:root:root\n";
      expect(decide(here, predictedFrom([installed])).unpredictable).to.contain("openssl");
    });

    it("does not know a key that an earlier task would change", () => {
      const here = "key Public-Key: (4096 bit)\nkey Modulus:\nparent directory\nstat 8180:0:0:99:1:root:root\n";
      expect(decide(here).changes).to.deep.equal([]);
      expect(decide(here, predictedFrom([file({ type: "file" })])).unpredictable).to.contain("/srv/key");
      expect(decide(here, predictedFrom([file(new Unknown("why"))])).unpredictable).to.equal("why");
      expect(decide(here, predictedFrom([file(null)])).changes).to.have.length(1);
    });
  });
});
