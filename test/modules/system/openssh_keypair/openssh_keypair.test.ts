import { expect } from "chai";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { openssh_keypair } from "../../../../src/modules/system/openssh_keypair/openssh_keypair.ts";
import { NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/openssh_keypair", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const keygen = (...args: readonly string[]) => execFileSync("ssh-keygen", ["-q", ...args], { encoding: "utf8" });
  const ED = { type: "ed25519", comment: "it's $HOME" } as const;

  for (const [args, shown] of [
    [ED, /^256 (SHA256:\S+) it's \$HOME \(ED25519\)\n$/],
    [{ type: "ecdsa", size: 384, comment: "c" } as const, /^384 (SHA256:\S+) c \(ECDSA\)\n$/],
    [{ size: 2048, comment: "c" }, /^2048 (SHA256:\S+) c \(RSA\)\n$/],
  ] as const) {
    it(`makes a key of ${JSON.stringify(args)}, once`, async () => {
      const full = { path: target.path("a key"), ...args };
      const { changes, applied } = await target.run(openssh_keypair, full);
      expect(changes.map(({ resource }) => resource.name)).to.deep.equal([full.path, `${full.path}.pub`]);
      const [, fingerprint] = shown.exec(keygen("-l", "-f", full.path)) ?? [];
      const public_key = readFileSync(`${full.path}.pub`, "utf8").trimEnd();
      expect(applied).to.deep.include({ ok: true });
      expect(applied?.ok && applied.value).to.deep.include({ fingerprint, public_key });
      expect(statSync(full.path).mode & 0o777).to.equal(0o600);
      expect(statSync(`${full.path}.pub`).mode & 0o777).to.equal(0o644);
      const again = await target.run(openssh_keypair, full);
      expect(again.changes).to.deep.equal([]);
      expect(again.result).to.include({ fingerprint, public_key });
      expect(readdirSync(target.path(".run")).filter((name) => name.startsWith("key"))).to.deep.equal([]);
    });
  }

  describe("with a key", () => {
    let path: string;
    let old: string;
    beforeEach(() => {
      path = target.path("key");
      keygen("-t", "ed25519", "-N", "", "-C", "old", "-f", path);
      old = readFileSync(path, "utf8");
    });
    const isKept = () => readFileSync(path, "utf8") === old;

    it("replaces one of another type or if that is forced, and no other", async () => {
      await target.run(openssh_keypair, { path, type: "ed25519" });
      expect(isKept()).to.equal(true);
      const { changes } = await target.run(openssh_keypair, { path, type: "ed25519", force: true });
      expect(changes[0]?.summary).to.equal(`replace the key ${path}`);
      expect(isKept()).to.equal(false);
      await target.run(openssh_keypair, { path, type: "ecdsa" });
      expect(keygen("-l", "-f", path)).to.include("(ECDSA)");
    });

    it("writes the public key again if it is missing, of another key or has another comment", async () => {
      const pub = readFileSync(`${path}.pub`, "utf8");
      for (const spoil of [() => rmSync(`${path}.pub`), () => writeFileSync(`${path}.pub`, "none\n")]) {
        spoil();
        expect((await target.run(openssh_keypair, { path, type: "ed25519" })).changes).to.have.length(1);
        expect(readFileSync(`${path}.pub`, "utf8")).to.equal(pub);
      }
      await target.run(openssh_keypair, { path, type: "ed25519", comment: "new" });
      expect(readFileSync(`${path}.pub`, "utf8")).to.equal(pub.replace("old", "new"));
      expect(isKept()).to.equal(true);
      expect((await target.run(openssh_keypair, { path, type: "ed25519" })).changes).to.deep.equal([]);
    });

    it("leaves one with a passphrase, or that others may read", async () => {
      keygen("-p", "-P", "", "-N", "secret", "-f", path);
      expect((await target.faultOf(openssh_keypair, { path, type: "ed25519" }))?.code).to.equal("modules/unusable-key");
      keygen("-p", "-P", "secret", "-N", "", "-f", path);
      chmodSync(path, 0o644);
      expect((await target.faultOf(openssh_keypair, { path, type: "ed25519" }))?.code).to.equal("modules/unusable-key");
    });

    it("removes both files, once", async () => {
      const args = { path, state: "absent" } as const;
      expect((await target.run(openssh_keypair, args)).changes).to.have.length(2);
      expect([existsSync(path), existsSync(`${path}.pub`)]).to.deep.equal([false, false]);
      expect((await target.run(openssh_keypair, args)).changes).to.deep.equal([]);
    });
  });

  for (const [args, problem] of [
    [{ type: "ecdsa", size: 300 } as const, "The argument `size` does not fit to a key of ecdsa."],
    [{ size: 512 }, "The argument `size` does not fit to a key of rsa."],
  ] as const) {
    it(`rejects ${JSON.stringify(args)}`, async () => {
      expect((await target.faultOf(openssh_keypair, { path: target.path("key"), ...args }))?.message).to.equal(problem);
    });
  }

  it("rejects a link and a missing folder", async () => {
    symlinkSync("none", target.path("link"));
    expect((await target.faultOf(openssh_keypair, { ...ED, path: target.path("link") }))?.code).to.equal(
      "modules/other-type",
    );
    const none = { ...ED, path: target.path("none", "key") };
    expect(await target.faultOf(openssh_keypair, none)).to.deep.include({ code: "modules/no-parent", missing: true });
    expect((await target.run(openssh_keypair, { ...none, state: "absent" })).changes).to.deep.equal([]);
  });

  it("predicts a pair in a folder that an earlier task would make, and nothing of a file that one would write", async () => {
    const args = withDefaults(openssh_keypair, { ...ED, path: target.path("none", "key") });
    const state = await target.probe(openssh_keypair, args);
    const after = (name: string, type: string) =>
      openssh_keypair.decide(args, state, predictedFrom([{ resource: { kind: "path", name }, after: { type } }]));
    expect(after(target.path("none"), "directory").changes).to.have.length(2);
    expect(after(args.path, "file").unpredictable).to.equal(`an earlier task would write ${args.path}`);
    expect(openssh_keypair.decide(args, state, NOTHING_PREDICTED).fault?.code).to.equal("modules/no-parent");
  });
});
