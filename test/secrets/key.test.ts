import { expect } from "chai";
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { newIdentity } from "../../src/secrets/age.ts";
import { findKey, keyFile, makeKey } from "../../src/secrets/key.ts";
import { codes, value, withRoom, writeKey } from "./room.ts";

describe("the key", () => {
  it("is not there at first, and looking for it makes none", async () => {
    await withRoom(async ({ around, home }) => {
      expect(value(await findKey(around))).to.equal(undefined);
      expect(await readdir(home)).to.deep.equal([]);
    });
  });

  it("is made for its owner alone, in a folder of the owner's", async () => {
    await withRoom(async ({ around, keyFile: file, known }) => {
      const { made, from, recipient } = value(await makeKey(around));
      expect({ made, from }).to.deep.equal({ made: true, from: file });
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect((await stat(path.dirname(file))).mode & 0o777).to.equal(0o700);
      const text = await readFile(file, "utf8");
      expect(text).to.include(`# public key: ${recipient}\n`);
      expect([...known]).to.deep.equal([/^AGE-SECRET-KEY-1\w+$/m.exec(text)?.[0]]);
      expect(await readdir(path.dirname(file))).to.deep.equal(["key.txt"]);
    });
  });

  it("is never made anew", async () => {
    await withRoom(async ({ around, keyFile: file }) => {
      const first = value(await makeKey(around));
      const text = await readFile(file, "utf8");
      expect(value(await makeKey(around))).to.include({ made: false, recipient: first.recipient });
      expect(await readFile(file, "utf8")).to.equal(text);
    });
  });

  it("is one key where several processes make it at once", async () => {
    await withRoom(async ({ around, keyFile: file }) => {
      const made = (await Promise.all(Array.from({ length: 5 }, () => makeKey(around)))).map(value);
      expect(new Set(made.map(({ recipient }) => recipient)).size).to.equal(1);
      expect(made.filter((one) => one.made)).to.have.length(1);
      expect(await readdir(path.dirname(file))).to.deep.equal(["key.txt"]);
    });
  });

  it("comes from the file or the variable that the environment names", async () => {
    await withRoom(async ({ around, home, known }) => {
      const env = { PROVISION_AGE_KEY_FILE: path.join(home, "own/key") };
      expect(keyFile({ ...around, env: { PROVISION_AGE_KEY_FILE: "k" } })).to.equal(path.join(around.cwd, "k"));
      expect(value(await makeKey({ ...around, env })).from).to.equal(env.PROVISION_AGE_KEY_FILE);
      const identity = await newIdentity();
      const given = { ...around, env: { ...env, PROVISION_AGE_KEY: `${identity}\n` } };
      expect(value(await findKey(given))).to.include({ from: "PROVISION_AGE_KEY" });
      expect(known).to.include(identity);
      expect(codes(await makeKey(given))).to.deep.equal(["secrets/key-given"]);
    });
  });

  it("is refused where others can get at it", async () => {
    await withRoom(async (room) => {
      const { around, keyFile: file } = room;
      await writeKey(room, await newIdentity());
      for (const mode of [0o640, 0o604, 0o620, 0o602]) {
        await chmod(file, mode);
        expect(codes(await findKey(around))).to.deep.equal(["secrets/open-key"]);
      }
      await chmod(file, 0o600);
      await chmod(path.dirname(file), 0o770);
      expect(codes(await findKey(around))).to.deep.equal(["secrets/open-folder"]);
      await chmod(path.dirname(file), 0o755);
      expect(value(await findKey(around))?.from).to.equal(file);
    });
  });

  it("is refused where it belongs to somebody else", async () => {
    await withRoom(async (room) => {
      await writeKey(room, await newIdentity());
      const own = process.getuid?.() ?? 0;
      if (own === 0) await chown(room.keyFile, 4321, 4321);
      expect(codes(await findKey({ ...room.around, uid: own === 0 ? 0 : own + 1 }))).to.deep.equal([
        "secrets/foreign-owner",
      ]);
    });
  });

  it("is told to be none without being shown", async () => {
    await withRoom(async (room) => {
      const identity = await newIdentity();
      for (const text of ["", "# only a comment\n", `${identity}\n${identity.slice(0, -4)}\n`, "hunter22\n"]) {
        await writeKey(room, text);
        const found = await findKey(room.around);
        expect(codes(found)).to.deep.equal(["secrets/bad-key"]);
        expect(JSON.stringify(found)).not.to.match(/hunter22|SECRET-KEY-1\w/);
      }
      expect(codes(await findKey({ ...room.around, env: { PROVISION_AGE_KEY: "" } }))).to.deep.equal([
        "secrets/bad-key",
      ]);
    });
  });

  it("may stand among several and comments, as age writes them", async () => {
    await withRoom(async (room) => {
      await writeKey(room, `# created: today\r\n\r\n${await newIdentity()}\r\n${await newIdentity()}\r\n`);
      expect(value(await findKey(room.around))?.identities).to.have.length(2);
    });
  });

  it("says what the system refuses", async () => {
    await withRoom(async ({ around, home, keyFile: file }) => {
      await mkdir(file, { recursive: true });
      expect(codes(await findKey(around))).to.deep.equal(["secrets/no-access"]);
      await writeFile(path.join(home, "file"), "");
      const env = { PROVISION_AGE_KEY_FILE: path.join(home, "file/key") };
      expect(codes(await makeKey({ ...around, env }))).to.deep.equal(["secrets/no-access"]);
    });
  });
});
