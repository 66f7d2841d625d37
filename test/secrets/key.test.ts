import { expect } from "chai";
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { newIdentity } from "../../src/secrets/age.ts";
import { findKey, keyFile, makeKey } from "../../src/secrets/key.ts";
import { codes, value, withHome, writeKey } from "./test-home.ts";

describe("secrets/key", () => {
  it("does not exist at first, and looking for it does not create it", async () => {
    await withHome(async ({ environment, home }) => {
      expect(value(await findKey(environment))).to.equal(undefined);
      expect(await readdir(home)).to.deep.equal([]);
    });
  });

  it("is created for its owner only, in a private folder", async () => {
    await withHome(async ({ environment, keyFile: file, known }) => {
      const { created, from, recipient } = value(await makeKey(environment));
      expect({ created, from }).to.deep.equal({ created: true, from: file });
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect((await stat(path.dirname(file))).mode & 0o777).to.equal(0o700);
      const text = await readFile(file, "utf8");
      expect(text).to.include(`# public key: ${recipient}\n`);
      expect([...known]).to.deep.equal([/^AGE-SECRET-KEY-1\w+$/m.exec(text)?.[0]]);
      expect(await readdir(path.dirname(file))).to.deep.equal(["key.txt"]);
    });
  });

  it("is never overwritten", async () => {
    await withHome(async ({ environment, keyFile: file }) => {
      const first = value(await makeKey(environment));
      const text = await readFile(file, "utf8");
      expect(value(await makeKey(environment))).to.include({ created: false, recipient: first.recipient });
      expect(await readFile(file, "utf8")).to.equal(text);
    });
  });

  it("is created once by several processes in parallel", async () => {
    await withHome(async ({ environment, keyFile: file }) => {
      const keys = (await Promise.all(Array.from({ length: 5 }, () => makeKey(environment)))).map(value);
      expect(new Set(keys.map(({ recipient }) => recipient)).size).to.equal(1);
      expect(keys.filter(({ created }) => created)).to.have.length(1);
      expect(await readdir(path.dirname(file))).to.deep.equal(["key.txt"]);
    });
  });

  it("comes from the file or the variable that the environment names", async () => {
    await withHome(async ({ environment, home, known }) => {
      const env = { PROVISION_AGE_KEY_FILE: path.join(home, "own/key") };
      expect(keyFile({ ...environment, env: { PROVISION_AGE_KEY_FILE: "k" } })).to.equal(
        path.join(environment.cwd, "k"),
      );
      expect(value(await makeKey({ ...environment, env })).from).to.equal(env.PROVISION_AGE_KEY_FILE);
      const identity = await newIdentity();
      const given = { ...environment, env: { ...env, PROVISION_AGE_KEY: `${identity}\n` } };
      expect(value(await findKey(given))).to.include({ from: "PROVISION_AGE_KEY" });
      expect(known).to.include(identity);
      expect(codes(await makeKey(given))).to.deep.equal(["secrets/key-given"]);
    });
  });

  it("is rejected if others can access it", async () => {
    await withHome(async (home) => {
      const { environment, keyFile: file } = home;
      await writeKey(home, await newIdentity());
      for (const mode of [0o640, 0o604, 0o620, 0o602]) {
        await chmod(file, mode);
        expect(codes(await findKey(environment))).to.deep.equal(["secrets/open-key"]);
      }
      await chmod(file, 0o600);
      await chmod(path.dirname(file), 0o770);
      expect(codes(await findKey(environment))).to.deep.equal(["secrets/open-folder"]);
      await chmod(path.dirname(file), 0o755);
      expect(value(await findKey(environment))?.from).to.equal(file);
    });
  });

  it("is rejected if it belongs to another user", async () => {
    await withHome(async (home) => {
      await writeKey(home, await newIdentity());
      const own = process.getuid?.() ?? 0;
      if (own === 0) await chown(home.keyFile, 4321, 4321);
      expect(codes(await findKey({ ...home.environment, uid: own === 0 ? 0 : own + 1 }))).to.deep.equal([
        "secrets/foreign-owner",
      ]);
    });
  });

  it("is not shown when it is invalid", async () => {
    await withHome(async (home) => {
      const identity = await newIdentity();
      for (const text of ["", "# only a comment\n", `${identity}\n${identity.slice(0, -4)}\n`, "hunter22\n"]) {
        await writeKey(home, text);
        const found = await findKey(home.environment);
        expect(codes(found)).to.deep.equal(["secrets/bad-key"]);
        expect(JSON.stringify(found)).not.to.match(/hunter22|SECRET-KEY-1\w/);
      }
      expect(codes(await findKey({ ...home.environment, env: { PROVISION_AGE_KEY: "" } }))).to.deep.equal([
        "secrets/bad-key",
      ]);
    });
  });

  it("accepts several identities, with the comments that age writes", async () => {
    await withHome(async (home) => {
      await writeKey(home, `# created: today\r\n\r\n${await newIdentity()}\r\n${await newIdentity()}\r\n`);
      expect(value(await findKey(home.environment))?.identities).to.have.length(2);
    });
  });

  it("reports errors of the file system", async () => {
    await withHome(async ({ environment, home, keyFile: file }) => {
      await mkdir(file, { recursive: true });
      expect(codes(await findKey(environment))).to.deep.equal(["secrets/no-access"]);
      await writeFile(path.join(home, "file"), "");
      const env = { PROVISION_AGE_KEY_FILE: path.join(home, "file/key") };
      expect(codes(await makeKey({ ...environment, env }))).to.deep.equal(["secrets/no-access"]);
    });
  });
});
