import { expect } from "chai";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { authorized_key } from "../../../../src/modules/system/authorized_key/authorized_key.ts";
import { keyOf, withKeys } from "../../../../src/modules/system/authorized_key/keys.ts";
import { predictedFrom, Target, withDefaults } from "../../lib/target.ts";

const A = "ssh-ed25519 AAAAaaaa one@host";
const B = "ssh-rsa AAAAbbbb== two";
const present = { state: "present", exclusive: false } as const;
const keys = [A].flatMap((line) => keyOf(line) ?? []);

describe("modules/system/authorized_key", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const user = userInfo().username;
  const args = () => ({ user, path: target.path("ssh", "keys"), key: A });

  for (const [title, how, before, after] of [
    ["adds a key", present, `${B}\n`, `${B}\n${A}\n`],
    ["adds a key after a line without a line break", present, B, `${B}\n${A}\n`],
    ["keeps a key", present, `# mine\n${A}\n${B}`, `# mine\n${A}\n${B}`],
    ["replaces another comment", present, "ssh-ed25519 AAAAaaaa old\n", `${A}\n`],
    ["removes all others", { ...present, exclusive: true }, `# mine\n${B}\n${A}\n`, `${A}\n`],
    [
      "removes a key, whatever its options",
      { ...present, state: "absent" },
      `no-pty,command="a b" ${A}\n${B}\n`,
      `${B}\n`,
    ],
    ["leaves an empty file", { ...present, state: "absent" }, "", ""],
  ] as const) {
    it(title, () => expect(withKeys(keys, how, before)).to.equal(after));
  }

  it("finds a key behind options with blanks, and rewrites options and comment", () => {
    expect(keyOf(`command="echo ssh-rsa x",no-pty ${A}`)?.blob).to.equal("AAAAaaaa");
    expect(keyOf(A, { key_options: "no-pty", comment: "x" })?.line).to.equal("no-pty ssh-ed25519 AAAAaaaa x");
    expect(keyOf("# ssh-rsa AAAA")).to.equal(undefined);
  });

  it("makes the folder and the file for the user only, once", async () => {
    const first = await target.run(authorized_key, args());
    expect(first.applied).to.deep.equal({ ok: true, value: {} });
    expect(readFileSync(args().path, "utf8")).to.equal(`${A}\n`);
    expect(statSync(args().path).mode & 0o777).to.equal(0o600);
    expect(statSync(target.path("ssh")).mode & 0o777).to.equal(0o700);
    expect((await target.run(authorized_key, args())).changes).to.deep.equal([]);
    await target.run(authorized_key, { ...args(), state: "absent" });
    expect(readFileSync(args().path, "utf8")).to.equal("");
  });

  it("rejects a link, a missing folder without `manage_dir`, and what is no key", async () => {
    expect((await target.faultOf(authorized_key, { ...args(), manage_dir: false }))?.code).to.equal(
      "modules/no-parent",
    );
    mkdirSync(target.path("ssh"));
    writeFileSync(target.path("other"), "");
    symlinkSync(target.path("other"), args().path);
    expect((await target.faultOf(authorized_key, args()))?.code).to.equal("modules/other-type");
    expect((await target.faultOf(authorized_key, { ...args(), key: `${A}\nnonsense` }))?.code).to.equal(
      "modules/argument",
    );
    expect(existsSync(target.path("other"))).to.equal(true);
    rmSync(args().path);
    writeFileSync(args().path, Buffer.from([0xfc, 0x0a]));
    expect((await target.faultOf(authorized_key, args()))?.code).to.equal("modules/no-text");
  });

  it("knows in check mode the home folder of a user that an earlier task would make", async () => {
    const given = withDefaults(authorized_key, { user: "no_such_user_x", key: A });
    const state = await target.probe(authorized_key, given);
    const made = predictedFrom([{ resource: { kind: "user", name: "no_such_user_x" }, after: { home: "/home/x" } }]);
    const { changes, result } = authorized_key.decide(given, state, made);
    expect(changes.map(({ resource }) => resource.name)).to.deep.equal([
      "/home/x/.ssh",
      "/home/x/.ssh/authorized_keys",
    ]);
    expect(result["path"]).to.equal("/home/x/.ssh/authorized_keys");
    expect(authorized_key.decide(given, state, predictedFrom(changes)).fault?.code).to.equal("modules/no-account");
  });
});
