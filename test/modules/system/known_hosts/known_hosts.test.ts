import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { known_hosts } from "../../../../src/modules/system/known_hosts/known_hosts.ts";
import { NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

const ED = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx4";
const NEW = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx5";
const RSA = "ssh-rsa AAAAB3NzaC1yc2E=";

describe("modules/known_hosts", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const gone = { state: "absent" } as const;
  const cases: readonly (readonly [string, object, string, string])[] = [
    ["adds a key", { key: `a ${ED} of a` }, "# hosts\nb x", `# hosts\nb x\na ${ED} of a\n`],
    ["keeps one with another comment", { key: `a ${ED}` }, `a ${ED} old\n`, `a ${ED} old\n`],
    ["replaces one of the same type", { key: `a ${NEW}` }, `a ${ED}\na ${RSA}\n`, `a ${RSA}\na ${NEW}\n`],
    ["takes the host out of a line with others", { key: `a ${NEW}` }, `b,a,c ${ED}\n`, `b,c ${ED}\na ${NEW}\n`],
    ["knows the key of a line with others", { key: `a ${ED}` }, `b,a ${ED}\n`, `b,a ${ED}\n`],
    ["keeps revoked keys", { key: `a ${ED}` }, `@revoked a ${ED}\n`, `@revoked a ${ED}\na ${ED}\n`],
    ["adds the key of an authority", { key: `@cert-authority a ${ED}` }, "", `@cert-authority a ${ED}\n`],
    ["removes one that is there twice", { key: `a ${ED}` }, `a ${ED}\na ${ED}\n`, `a ${ED}\n`],
    ["removes all keys of a host", gone, `a ${ED}\nb ${ED}\na,c ${RSA}\n`, `b ${ED}\nc ${RSA}\n`],
    ["removes one key", { ...gone, key: `a ${ED}` }, `a ${NEW}\na ${ED}\n`, `a ${NEW}\n`],
    ["finds nothing to remove", gone, `ab ${ED}\n`, `ab ${ED}\n`],
  ];
  for (const [title, args, before, after] of cases) {
    it(`${title}, once`, async () => {
      const full = { name: "a", path: target.path("known"), ...args };
      writeFileSync(full.path, before);
      const { changes } = await target.run(known_hosts, full);
      expect(readFileSync(full.path, "utf8")).to.equal(after);
      expect(changes).to.have.length(before === after ? 0 : 1);
      expect((await target.run(known_hosts, full)).changes).to.deep.equal([]);
    });
  }

  it("hashes the host as ssh-keygen does, and recognizes hashes", async () => {
    const path = target.path("known");
    writeFileSync(path, `a ${ED}\nb ${ED}\n`);
    const args = { name: "a", key: `a ${ED}`, path, hash_host: true };
    expect((await target.run(known_hosts, args)).changes).to.have.length(1);
    expect(readFileSync(path, "utf8")).to.match(/^b \S+ \S+\n\|1\|\S+=\|\S+= ssh-ed25519 \S+\n$/);
    expect((await target.run(known_hosts, { ...args, hash_host: false })).changes).to.deep.equal([]);
    execFileSync("ssh-keygen", ["-q", "-H", "-f", path], { stdio: "ignore" });
    expect((await target.run(known_hosts, { ...args, name: "b", key: `b ${ED}` })).changes).to.deep.equal([]);
    await target.run(known_hosts, { name: "b", path, state: "absent" });
    expect(readFileSync(path, "utf8")).to.match(/^\|1\|.*\n$/);
  });

  it("makes the folder, for this user only", async () => {
    const path = target.path("ssh", "known");
    const { changes } = await target.run(known_hosts, { name: "a", key: `a ${ED}`, path });
    expect(changes.map(({ resource }) => resource.name)).to.deep.equal([target.path("ssh"), path]);
    expect(statSync(target.path("ssh")).mode & 0o777).to.equal(0o700);
    expect(readFileSync(path, "utf8")).to.equal(`a ${ED}\n`);
  });

  it("rejects a key of another host, and a symbolic link", async () => {
    const path = target.path("known");
    const fault = await target.faultOf(known_hosts, { name: "a", key: `b ${ED}`, path });
    expect(fault?.message).to.equal("The argument `key` is not one of the host a.");
    symlinkSync("none", path);
    expect((await target.faultOf(known_hosts, { name: "a", key: `a ${ED}`, path }))?.code).to.equal(
      "modules/other-type",
    );
    expect(existsSync(target.path("none"))).to.equal(false);
  });

  it("predicts from what earlier tasks would write", async () => {
    const args = withDefaults(known_hosts, { name: "a", key: `a ${ED}`, path: target.path("none", "known") });
    const state = await target.probe(known_hosts, args);
    const file = {
      resource: { kind: "path", name: args.path ?? "" },
      after: { type: "file", text: `a ${ED}\n` },
    } as const;
    expect(known_hosts.decide(args, state, predictedFrom([file])).changes).to.deep.equal([]);
    expect(known_hosts.decide(args, state, NOTHING_PREDICTED).changes).to.have.length(2);
  });
});
