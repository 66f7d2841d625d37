import { expect } from "chai";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { Unknown } from "../../../../src/model/unknown.ts";
import type { Predicted } from "../../../../src/module/contract.ts";
import { user } from "../../../../src/modules/system/user/user.ts";
import { makeKey } from "../../../../src/modules/system/user/ssh-key.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

const PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx4 deploy";
const HOST = "base /home\ntool useradd\ntool usermod\nroot yes\n";
const NONE = `passwd \nnamesake \n${HOST}`;
const DEPLOY = `passwd deploy:x:990:980::/home/deploy:/bin/sh\nprimary deploy\nnamesake deploy:x:980:\nhome yes\n${HOST}`;
const AT = "key-path /home/deploy/.ssh/id_rsa\nkeygen yes\n";

type Given = Partial<Parameters<typeof user.decide>[0]>;

describe("modules/system/user: generate_ssh_key", () => {
  function decide(answer: string, given: Given = {}, predicted: Predicted = NOTHING_PREDICTED) {
    const args = withDefaults(user, { name: "deploy", generate_ssh_key: true, ...given });
    const state = user.probe(args).parse(answered(answer));
    if (!state.ok) throw new Error(state.faults[0].message);
    const decision = user.decide(args, state.value, predicted);
    return { ...decision, summaries: decision.changes.map(({ summary }) => summary) };
  }

  it("makes a key for a user that has none", () => {
    const { summaries, result } = decide(DEPLOY + AT);
    expect(summaries).to.deep.equal([
      "make the folder /home/deploy/.ssh",
      "make the key /home/deploy/.ssh/id_rsa",
      "make the key /home/deploy/.ssh/id_rsa.pub",
    ]);
    expect(result["ssh_key_file"]).to.equal("/home/deploy/.ssh/id_rsa");
    expect(result["ssh_public_key"]).to.be.instanceOf(Unknown);
    expect(decide(`${DEPLOY}${AT}key-folder yes\n`).summaries).to.have.length(2);
  });

  it("leaves a key that is there, and shows its public key", () => {
    const { changes, result } = decide(`${DEPLOY}${AT}key-folder yes\nkey yes\npublic ${PUBLIC}\n`);
    expect(changes).to.deep.equal([]);
    expect(result).to.include({ ssh_public_key: PUBLIC });
    expect(result["ssh_fingerprint"]).to.match(/^SHA256:[\w+/]{43}$/);
    expect(decide(`${DEPLOY}${AT}key-folder yes\nkey yes\npublic secret\n`).result).to.not.have.property(
      "ssh_public_key",
    );
  });

  it("makes a key for a new user", () => {
    const { summaries } = decide(NONE + AT);
    expect(summaries.slice(0, 4)).to.deep.equal([
      "create the user deploy",
      "create the group deploy",
      "make the home folder /home/deploy",
      "make the folder /home/deploy/.ssh",
    ]);
  });

  it("fails without a home folder, without ssh-keygen, and behind links of others", () => {
    expect(decide(NONE + AT, { create_home: false }).fault?.code).to.equal("modules/no-parent");
    expect(decide(DEPLOY + AT.replace("keygen yes\n", "")).fault).to.include({
      code: "modules/no-program",
      missing: true,
    });
    const where = Buffer.from("/home/deploy/.ssh").toString("base64");
    expect(decide(`${DEPLOY}${AT}obstacle unsafe-link\nwhere ${where}\nowner deploy\n`).fault?.code).to.equal(
      "modules/unsafe-link",
    );
  });

  it("knows in check mode the key of a user that an earlier task makes", () => {
    const first = decide(NONE + AT);
    const later = decide(NONE + AT, {}, predictedFrom(first.changes));
    expect(later.changes).to.deep.equal([]);
    expect(later.result["ssh_key_file"]).to.equal("/home/deploy/.ssh/id_rsa");
  });

  describe("on a host", () => {
    let target: Target;
    beforeEach(() => {
      target = new Target();
    });
    afterEach(() => target.remove());

    const name = userInfo().username;
    const found = async (ssh_key_file: string) =>
      (await target.probe(user, { name, generate_ssh_key: true, ssh_key_file })).sshKey;

    it("makes the key and its folder for the user only, and finds them", async () => {
      const path = target.path("it's .ssh", "id");
      const args = withDefaults(user, { name, generate_ssh_key: true, ssh_key_file: path, ssh_key_type: "ed25519" });
      const changes = [target.path("it's .ssh"), path].map(
        (each) => ({ resource: { kind: "path", name: each }, summary: "", before: null, after: null }) as const,
      );
      expect(await found(path)).to.include({ exists: false, hasFolder: false, hasTool: true });
      for (const script of makeKey(args, changes, {} as never)) expect((await target.send(script)).stderr).to.equal("");
      expect(statSync(target.path("it's .ssh")).mode & 0o777).to.equal(0o700);
      expect(statSync(path).mode & 0o777).to.equal(0o600);
      const publicKey = readFileSync(`${path}.pub`, "utf8").trimEnd();
      expect(await found(path)).to.include({ exists: true, hasFolder: true, publicKey });
    });

    it("does not read a public key through a link", async () => {
      mkdirSync(target.path("keys"));
      writeFileSync(target.path("secret"), "secret\n");
      symlinkSync("../secret", target.path("keys", "id.pub"));
      expect(await found(target.path("keys", "id"))).to.include({ exists: false, publicKey: undefined });
    });
  });
});
