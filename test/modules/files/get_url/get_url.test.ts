import { expect } from "chai";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { nameOf } from "../../../../src/modules/files/get_url/args.ts";
import { get_url } from "../../../../src/modules/files/get_url/get_url.ts";
import { TOOLS } from "../../../../src/shell/tools/tools.ts";
import { play } from "../../../run/played.ts";
import { NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";
import { startServer } from "./server.ts";

type Args = Parameters<typeof get_url.decide>[0];
const digest = (algorithm: string, text = "content") => createHash(algorithm).update(text).digest("hex");
const SHA256 = `sha256:${digest("sha256")}`;

describe("modules/files/get_url", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let target: Target;
  let path: string;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());
  beforeEach(() => {
    target = new Target();
    path = target.path("file");
  });
  afterEach(() => target.remove());

  const argsOf = (given: Partial<Args>) =>
    withDefaults(get_url, { url: `${server.origin}/file`, dest: path, ...given });

  /** Probes, decides and applies with these programs of the target. */
  async function run(given: Partial<Args>, environment = {}) {
    const args = argsOf(given);
    const probe = get_url.probe(args);
    const state = probe.parse(await target.send(probe.script, environment));
    if (!state.ok) throw new Error(state.faults[0].message);
    const decision = get_url.decide(args, state.value, NOTHING_PREDICTED);
    if (decision.fault || !isNonEmpty(decision.changes)) return decision;
    const { script, parse } = get_url.apply(args, decision.changes, state.value);
    return { ...decision, applied: parse?.(await target.send(script, environment)) };
  }

  const failed = async (given: Partial<Args>, environment = {}) => {
    const made = await run(given, environment);
    const applied = "applied" in made ? made.applied : undefined;
    const fault = applied && !applied.ok ? applied.faults[0] : made.fault;
    return [fault?.code, fault?.message, ...(fault?.details ?? [])].join("\n");
  };

  /** A PATH with only one program that downloads. */
  function only(program: "curl" | "wget" | "busybox" | "none"): { PATH: string } {
    const bin = target.path(`bin-${program}`);
    mkdirSync(bin);
    const where = (name: string) => execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    for (const name of [...TOOLS, "sh", "timeout", "md5sum", "sha512sum"]) symlinkSync(where(name), join(bin, name));
    if (program === "busybox") symlinkSync(where("busybox"), join(bin, "wget"));
    else if (program !== "none") symlinkSync(where(program), join(bin, program));
    return { PATH: bin };
  }

  for (const program of ["curl", "wget", "busybox"] as const) {
    describe(`with ${program}`, () => {
      let environment: { PATH: string };
      beforeEach(function () {
        try {
          environment = only(program);
        } catch {
          this.skip();
        }
      });

      it("downloads a file once", async () => {
        const given = { checksum: SHA256, mode: "0600" };
        const done = await run(given, environment);
        const after = { type: "file", mode: "0600", sha256: SHA256.slice(7) };
        expect(done.changes[0]).to.deep.include({ before: null, after });
        expect(done).to.deep.nested.include({ applied: { ok: true, value: { size: 7, sha256: SHA256.slice(7) } } });
        expect(readFileSync(path, "utf8")).to.equal("content");
        expect(statSync(path).mode & 0o777).to.equal(0o600);
        expect((await run(given, environment)).changes).to.deep.equal([]);
        expect((await run({}, environment)).changes).to.deep.equal([]);
      });

      it("follows a redirection", async () => {
        await run({ url: `${server.origin}/moved` }, environment);
        expect(readFileSync(path, "utf8")).to.equal("content");
      });

      it("keeps the old file if the download fails", async () => {
        writeFileSync(path, "old");
        const force = true;
        expect(await failed({ url: `${server.origin}/absent`, force }, environment)).to.match(/step-failed[^]*404/);
        expect(await failed({ url: `${server.origin}/short`, force }, environment)).to.include("cannot be downloaded");
        expect(await failed({ url: "http://127.0.0.1:1/x", force }, environment)).to.match(/[Cc]onnect/);
        const checksum = `sha512:${"0".repeat(128)}`;
        expect(await failed({ checksum }, environment)).to.include(`sha512:${digest("sha512")} instead of ${checksum}`);
        expect(readFileSync(path, "utf8")).to.equal("old");
        expect(readdirSync(target.folder).filter((name) => name.startsWith(".provision"))).to.deep.equal([]);
      });
    });
  }

  for (const program of ["curl", "wget"] as const) {
    it(`sends headers and a login with ${program}`, async function () {
      if (spawnless(program)) this.skip();
      const given = {
        url: `${server.origin}/seen`,
        url_username: "me",
        url_password: ' a"b\\c',
        headers: { "X-Token": "t 1" },
      };
      const done = await run(given, only(program));
      expect(done).to.nested.include({ "applied.ok": true });
      expect(readFileSync(path, "utf8")).to.equal(`Basic ${Buffer.from('me: a"b\\c').toString("base64")} t 1`);
    });
  }

  const spawnless = (program: string) => !existsSync(`/usr/bin/${program}`);

  it("names the program that is missing", async () => {
    const fault = (await run({}, only("none"))).fault;
    expect(fault).to.include({ code: "modules/no-program", missing: true });
    expect(fault?.message).to.include("curl or wget");
    const state = await target.probe(get_url, argsOf({}));
    const decide = (given: Partial<Args>) =>
      get_url.decide(argsOf(given), { ...state, program: "busybox" }, NOTHING_PREDICTED).fault?.message;
    expect(decide({ headers: { a: "b" } })).to.include("send headers");
    expect(decide({ url: "https://example.com/x" })).to.include("certificate");
    expect(decide({ url: "https://example.com/x", checksum: SHA256 })).to.equal(undefined);
  });

  for (const list of ["sha256:SHA256SUMS", "md5:file.md5"]) {
    it(`reads the digest in ${list}`, async () => {
      const [algorithm = "", name = ""] = list.split(":");
      const given = { checksum: `${algorithm}:${server.origin}/${name}` };
      writeFileSync(path, "old", { mode: 0o640 });
      const first = await run(given);
      expect(first.unpredictable).to.include("shows only the download");
      expect(first).to.nested.include({ "applied.ok": true }).and.to.not.have.nested.property("applied.isUnchanged");
      expect(readFileSync(path, "utf8")).to.equal("content");
      expect(statSync(path).mode & 0o777).to.equal(0o640);
      expect(await run(given)).to.nested.include({ "applied.isUnchanged": true });
      const changed = await run({ ...given, mode: "0600" });
      expect(changed).to.not.have.nested.property("applied.isUnchanged");
      expect(statSync(path).mode & 0o777).to.equal(0o600);
    });
  }

  it("fails if a list has no digest of the file", async () => {
    expect(await failed({ checksum: `sha256:${server.origin}/none` })).to.include("has no digest of file");
  });

  it("replaces a file with force only if the content differs", async () => {
    writeFileSync(path, "old");
    const first = await run({ force: true });
    expect(first).to.nested.include({ "applied.ok": true }).and.to.not.have.nested.property("applied.isUnchanged");
    expect(readFileSync(path, "utf8")).to.equal("content");
    const { ino } = statSync(path);
    expect(await run({ force: true })).to.nested.include({ "applied.isUnchanged": true });
    expect(statSync(path).ino).to.equal(ino);
  });

  it("keeps a copy of the old file with backup, if the content differs", async () => {
    writeFileSync(path, "old", { mode: 0o640 });
    const made = await run({ checksum: SHA256, backup: true });
    const [copy = "none"] = readdirSync(target.folder).filter((name) => name.startsWith("file."));
    expect(copy).to.match(/^file\.\d{4}-.*Z~$/);
    expect(made.result).to.have.property("backup_file");
    expect(made).to.have.nested.property("applied.value.backup_file", target.path(copy));
    expect(readFileSync(target.path(copy), "utf8")).to.equal("old");
    expect(statSync(target.path(copy)).mode & 0o777).to.equal(0o640);
    expect(await run({ force: true, backup: true })).to.not.have.nested.property("applied.value.backup_file");
    expect((await run({ checksum: SHA256, backup: true })).result).to.not.have.property("backup_file");
  });

  it("reports ok if only the download shows that nothing changes", async () => {
    const task = { name: "get", get_url: { url: `${server.origin}/file`, dest: path, force: true }, register: "got" };
    const judge = (changed: boolean) => ({
      name: "judge",
      assert: { that: [`got.changed == ${changed}`, "got.size == 7"] },
    });
    expect((await play([task, judge(true)])).results).to.deep.equal(["get: changed", "judge: ok"]);
    expect((await play([task, judge(false)])).results).to.deep.equal(["get: ok", "judge: ok"]);
    expect((await play([task], { check: true })).results).to.deep.equal(["get: unknown"]);
  });

  it("sets the mode of a file that is kept", async () => {
    writeFileSync(path, "old", { mode: 0o644 });
    expect((await run({ mode: "0600" })).changes[0]?.summary).to.include("set mode 0644 → 0600");
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(readFileSync(path, "utf8")).to.equal("old");
  });

  it("downloads into a folder under the name in the URL", async () => {
    mkdirSync(path);
    expect((await run({})).result["dest"]).to.equal(join(path, "file"));
    expect(readFileSync(join(path, "file"), "utf8")).to.equal("content");
    expect((await run({ dest: `${path}/` })).changes).to.deep.equal([]);
    expect((await run({ dest: `${path}/none/` })).fault).to.include({ code: "modules/no-parent", missing: true });
    expect(nameOf("http://x/a/b%20c?d=/e")).to.equal("b%20c");
    expect(nameOf("http://x")).to.equal("index.html");
  });

  it("replaces no symbolic link", async () => {
    symlinkSync("elsewhere", path);
    expect((await run({})).fault?.code).to.equal("modules/other-type");
  });

  it("rejects what it cannot do", async () => {
    for (const [given, text] of [
      [{ validate_certs: false }, "validate_certs"],
      [{ url: "http://me:x@127.0.0.1/x" }, "contains a user"],
      [{ url_password: "x" }, "is set without"],
      [{ owner: "no-such-user" }, "no-such-user"],
    ] as const)
      expect((await run(given)).fault?.message, text).to.include(text);
  });

  describe("in check mode", () => {
    const file = (name: string, more = {}) =>
      ({ resource: { kind: "path", name }, after: { type: "file", mode: "0644", ...more } }) as const;

    it("sees the folder, file and owner that earlier tasks would make", async () => {
      const dest = target.path("folder", "file");
      const state = await target.probe(get_url, argsOf({ dest, owner: "later" }));
      const decide = (changes: Parameters<typeof predictedFrom>[0]) =>
        get_url.decide(argsOf({ dest, owner: "later", checksum: SHA256 }), state, predictedFrom(changes));
      const user = { resource: { kind: "user", name: "later" }, after: {} } as const;
      const folder = { resource: { kind: "path", name: target.path("folder") }, after: { type: "directory" } } as const;
      expect(decide([folder]).fault?.code).to.equal("modules/no-account");
      expect(decide([user]).fault?.code).to.equal("modules/no-parent");
      expect(decide([user, folder]).changes[0]?.summary).to.match(/^download /);
      const known = file(dest, { owner: "later", sha256: SHA256.slice(7) });
      expect(decide([user, folder, known]).changes).to.deep.equal([]);
      const unknown = file(dest, { sha256: new Unknown("x") });
      expect(decide([user, folder, unknown]).unpredictable).to.be.a("string");
    });

    it("names the file in a folder that an earlier task would make", async () => {
      const state = await target.probe(get_url, argsOf({}));
      const folder = { resource: { kind: "path", name: path }, after: { type: "directory" } } as const;
      const { result, changes } = get_url.decide(argsOf({}), state, predictedFrom([folder]));
      expect(result["dest"]).to.equal(join(path, "file"));
      expect(changes).to.have.length(1);
    });
  });
});
