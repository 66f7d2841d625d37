import { expect } from "chai";
import { armor, Encrypter } from "age-encryption";
import { chmod, mkdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { encryptText, newIdentity, recipientOf } from "../../src/secrets/age.ts";
import { generateSecrets, readSecrets, saveSecrets } from "../../src/secrets/store.ts";
import { codes, value, withHome, writeKey, type TestHome } from "./test-home.ts";

const LENGTHS = new Map([
  ["admin_password", 24],
  ["access_key", 20],
]);

async function contents({ secrets, environment }: TestHome): Promise<Record<string, string>> {
  const opened = value(await readSecrets(secrets, environment));
  return Object.fromEntries([...(opened?.entries ?? [])].map(([name, entry]) => [name, entry.value.reveal()]));
}

describe("secrets/store", () => {
  it("need not exist, and is not created by reading", async () => {
    await withHome(async ({ secrets, environment, files }) => {
      expect(value(await readSecrets(secrets, environment))).to.equal(undefined);
      expect(await files()).to.deep.equal([]);
    });
  });

  it("generates an encrypted file for its owner only, and reports it without secrets", async () => {
    await withHome(async (home) => {
      const notices = value(await generateSecrets(home.secrets, LENGTHS, home.environment));
      expect(notices.map(({ code }) => code)).to.deep.equal(["secrets/key-made", "secrets/generated"]);
      expect(notices[0]?.message).to.include(home.keyFile);
      expect(notices[1]?.message).to.include("admin_password, access_key");
      const generated = await contents(home);
      expect(generated["admin_password"]).to.match(/^\w{24}$/);
      expect(generated["access_key"]).to.match(/^\w{20}$/);
      expect((await stat(home.secrets.path)).mode & 0o777).to.equal(0o600);
      expect(await home.files()).to.deep.equal(["secrets.yaml"]);
      for (const secret of Object.values(generated)) {
        expect(home.known).to.include(secret);
        expect(JSON.stringify(notices) + (await home.read())).not.to.include(secret);
      }
    });
  });

  it("keeps existing secrets when more are generated, and is not written if none are missing", async () => {
    await withHome(async (home) => {
      await generateSecrets(home.secrets, LENGTHS, home.environment);
      const [before, armored] = [await contents(home), await home.read()];
      expect(value(await generateSecrets(home.secrets, LENGTHS, home.environment))).to.deep.equal([]);
      expect(await home.read()).to.equal(armored);
      const more = new Map([...LENGTHS, ["third", 12]]);
      expect(value(await generateSecrets(home.secrets, more, home.environment))).to.have.length(1);
      expect(await contents(home))
        .to.include(before)
        .and.to.have.property("third");
    });
  });

  it("is written once by parallel runs, which all read the same secrets", async () => {
    await withHome(async (home) => {
      const runs = Array.from({ length: 4 }, () => generateSecrets(home.secrets, LENGTHS, home.environment));
      const notices = (await Promise.all(runs)).map((outcome) => value(outcome).length);
      expect(notices.sort()).to.deep.equal([0, 0, 0, 2]);
      // Each run registers the secrets that it generates, so a second set would be listed here too.
      const passwords = [...home.known].filter((secret) => secret.length === 24);
      expect(passwords).to.deep.equal([(await contents(home))["admin_password"]]);
      expect(await home.files()).to.deep.equal(["secrets.yaml"]);
    });
  });

  it("waits for the lock, and names its holder if it is never released", async () => {
    await withHome(async ({ secrets, environment, files }) => {
      const lock = path.join(path.dirname(secrets.path), ".secrets.yaml.lock");
      await writeFile(lock, "process 7 on elsewhere\n");
      let waited = 0;
      const patient = { ...environment, sleep: async () => (++waited === 3 ? rm(lock) : undefined) };
      expect(value(await generateSecrets(secrets, LENGTHS, patient))).to.have.length(2);
      await writeFile(lock, "process 7 on elsewhere\n");
      const before = await readFile(secrets.path, "utf8");
      const outcome = await generateSecrets(secrets, new Map([["more", 9]]), { ...environment, sleep: async () => {} });
      expect(codes(outcome)).to.deep.equal(["secrets/locked"]);
      expect(JSON.stringify(outcome)).to.include("process 7 on elsewhere").and.to.include(lock);
      expect(await readFile(secrets.path, "utf8")).to.equal(before);
      expect(await files()).to.have.members(["secrets.yaml", ".secrets.yaml.lock"]);
    });
  });

  it("is not overwritten if the key is missing or wrong", async () => {
    await withHome(async (home) => {
      const { secrets, environment, keyFile } = home;
      await generateSecrets(secrets, LENGTHS, environment);
      const before = await home.read();
      await rename(keyFile, `${keyFile}.old`);
      const more = new Map([["more", 9]]);
      for (const outcome of [
        await readSecrets(secrets, environment),
        await generateSecrets(secrets, more, environment),
      ]) {
        expect(codes(outcome)).to.deep.equal(["secrets/no-key"]);
      }
      await writeKey(home, await newIdentity());
      for (const outcome of [
        await readSecrets(secrets, environment),
        await generateSecrets(secrets, more, environment),
      ]) {
        expect(codes(outcome)).to.deep.equal(["secrets/wrong-key"]);
        expect(JSON.stringify(outcome)).to.include(keyFile);
      }
      expect(await home.read()).to.equal(before);
    });
  });

  it("is not overwritten if it is encrypted for several keys", async () => {
    await withHome(async (home) => {
      const encrypter = new Encrypter();
      const own = await newIdentity();
      await writeKey(home, own);
      for (const identity of [own, await newIdentity()]) encrypter.addRecipient((await recipientOf(identity)) ?? "");
      const armored = armor.encode(await encrypter.encrypt("one: hunter22\n"));
      await writeFile(home.secrets.path, armored);
      expect(await contents(home)).to.deep.equal({ one: "hunter22" });
      expect(codes(await generateSecrets(home.secrets, LENGTHS, home.environment))).to.deep.equal([
        "secrets/many-keys",
      ]);
      expect(codes(await saveSecrets(home.secrets, "a: bcde", armored, home.environment))).to.deep.equal([
        "secrets/many-keys",
      ]);
      expect(await home.read()).to.equal(armored);
    });
  });

  it("is rejected if it is plain text, damaged or not a map", async () => {
    await withHome(async (home) => {
      const { secrets, environment } = home;
      const identity = await newIdentity();
      await writeKey(home, identity);
      const recipient = (await recipientOf(identity)) ?? "";
      const whole = await encryptText("one: hunter22\n", recipient);
      const cases = [
        ["one: hunter22\n", "secrets/not-encrypted"],
        ["", "secrets/damaged"],
        [" \n", "secrets/damaged"],
        [whole.slice(0, -60), "secrets/damaged"],
        [await encryptText("- hunter22\n", recipient), "secrets/not-names"],
      ] as const;
      for (const [text, code] of cases) {
        await writeFile(secrets.path, text);
        const outcomes = [
          await readSecrets(secrets, environment),
          await generateSecrets(secrets, LENGTHS, environment),
        ];
        expect(outcomes.map(codes)).to.deep.equal([[code], [code]]);
        expect(JSON.stringify(outcomes)).not.to.include("hunter22");
        expect(await home.read()).to.equal(text);
      }
    });
  });

  it("is rejected if it is a symbolic link that leads nowhere", async () => {
    await withHome(async ({ secrets, environment, files }) => {
      await symlink("/nowhere/secrets.yaml", secrets.path);
      const outcomes = [await readSecrets(secrets, environment), await generateSecrets(secrets, LENGTHS, environment)];
      expect(outcomes.map(codes)).to.deep.equal([["secrets/no-access"], ["secrets/no-access"]]);
      expect(await files()).to.deep.equal(["secrets.yaml"]);
      expect(await readlink(secrets.path)).to.equal("/nowhere/secrets.yaml");
    });
  });

  it("is rejected if others can write to it or to its folder", async () => {
    await withHome(async ({ secrets, environment }) => {
      await generateSecrets(secrets, LENGTHS, environment);
      await chmod(secrets.path, 0o606);
      expect(codes(await readSecrets(secrets, environment))).to.deep.equal(["secrets/open-file"]);
      await chmod(secrets.path, 0o664);
      expect(value(await readSecrets(secrets, environment))?.entries.size).to.equal(2);
      await chmod(path.dirname(secrets.path), 0o777);
      expect(codes(await readSecrets(secrets, environment))).to.deep.equal(["secrets/open-folder"]);
      await rm(secrets.path);
      expect(codes(await generateSecrets(secrets, LENGTHS, environment))).to.deep.equal(["secrets/open-folder"]);
    });
  });

  it("reports errors of the file system", async () => {
    await withHome(async ({ secrets, environment }) => {
      await mkdir(secrets.path);
      expect(codes(await readSecrets(secrets, environment))).to.deep.equal(["secrets/no-access"]);
    });
  });

  it("keeps a symbolic link", async () => {
    await withHome(async (home) => {
      const real = path.join(home.home, "shared.yaml");
      await symlink(real, home.secrets.path);
      await writeFile(real, await encryptedFor(home, "one: hunter22\n"));
      await generateSecrets(home.secrets, LENGTHS, home.environment);
      expect(await readFile(real, "utf8")).to.equal(await home.read());
      expect(await contents(home))
        .to.include({ one: "hunter22" })
        .and.to.have.property("access_key");
    });
  });

  it("warns about secrets that are too short to be masked", async () => {
    await withHome(async (home) => {
      await writeFile(home.secrets.path, await encryptedFor(home, "pin: '123'\nlong: hunter22\n"));
      const { warnings } = value(await readSecrets(home.secrets, home.environment)) ?? {};
      expect(warnings?.map(({ code }) => code)).to.deep.equal(["secrets/short"]);
      expect(JSON.stringify(warnings)).to.include("pin").and.not.to.include("123");
    });
  });

  it("is saved with comments, unless it changed in the meantime", async () => {
    await withHome(async (home) => {
      const { secrets, environment } = home;
      expect(value(await saveSecrets(secrets, "# mine\na: hunter22\n", undefined, environment))).to.have.length(1);
      const opened = value(await readSecrets(secrets, environment));
      expect(opened?.text.reveal()).to.equal("# mine\na: hunter22\n");
      expect(codes(await saveSecrets(secrets, "a: other\n", undefined, environment))).to.deep.equal([
        "secrets/changed-meanwhile",
      ]);
      expect(codes(await saveSecrets(secrets, "a: [other]\n", opened?.armored, environment))).to.deep.equal([
        "secrets/not-text",
      ]);
      expect(await contents(home)).to.deep.equal({ a: "hunter22" });
      expect(value(await saveSecrets(secrets, "a: other\n", opened?.armored, environment))).to.deep.equal([]);
      expect(await contents(home)).to.deep.equal({ a: "other" });
    });
  });
});

async function encryptedFor(home: TestHome, text: string): Promise<string> {
  const identity = await newIdentity();
  await writeKey(home, identity);
  return encryptText(text, (await recipientOf(identity)) ?? "");
}
