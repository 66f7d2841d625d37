import { expect } from "chai";
import { armor, Encrypter } from "age-encryption";
import { chmod, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { encryptText, newIdentity, recipientOf } from "../../src/secrets/age.ts";
import { generateSecrets, readSecrets, saveSecrets } from "../../src/secrets/store.ts";
import { codes, value, withRoom, writeKey, type Room } from "./room.ts";

const WANTED = new Map([
  ["admin_password", 24],
  ["access_key", 20],
]);

async function contents({ secrets, around }: Room): Promise<Record<string, string>> {
  const opened = value(await readSecrets(secrets, around));
  return Object.fromEntries([...(opened?.entries ?? [])].map(([name, entry]) => [name, entry.value.reveal()]));
}

describe("secrets.yaml", () => {
  it("need not be there, and reading makes nothing", async () => {
    await withRoom(async ({ secrets, around, files }) => {
      expect(value(await readSecrets(secrets, around))).to.equal(undefined);
      expect(await files()).to.deep.equal([]);
    });
  });

  it("is generated, encrypted, for its owner alone, and says so without a secret", async () => {
    await withRoom(async (room) => {
      const said = value(await generateSecrets(room.secrets, WANTED, room.around));
      expect(said.map(({ code }) => code)).to.deep.equal(["secrets/key-made", "secrets/generated"]);
      expect(said[0]?.message).to.include(room.keyFile);
      expect(said[1]?.message).to.include("admin_password, access_key");
      const made = await contents(room);
      expect(made["admin_password"]).to.match(/^\w{24}$/);
      expect(made["access_key"]).to.match(/^\w{20}$/);
      expect((await stat(room.secrets.path)).mode & 0o777).to.equal(0o600);
      expect(await room.files()).to.deep.equal(["secrets.yaml"]);
      for (const secret of Object.values(made)) {
        expect(room.known).to.include(secret);
        expect(JSON.stringify(said) + (await room.read())).not.to.include(secret);
      }
    });
  });

  it("keeps what it has when more is wanted, and is not written when nothing is", async () => {
    await withRoom(async (room) => {
      await generateSecrets(room.secrets, WANTED, room.around);
      const [before, armored] = [await contents(room), await room.read()];
      expect(value(await generateSecrets(room.secrets, WANTED, room.around))).to.deep.equal([]);
      expect(await room.read()).to.equal(armored);
      const more = new Map([...WANTED, ["third", 12]]);
      expect(value(await generateSecrets(room.secrets, more, room.around))).to.have.length(1);
      expect(await contents(room))
        .to.include(before)
        .and.to.have.property("third");
    });
  });

  it("is written once by runs at the same time, and all of them read the same", async () => {
    await withRoom(async (room) => {
      const runs = Array.from({ length: 4 }, () => generateSecrets(room.secrets, WANTED, room.around));
      const said = (await Promise.all(runs)).map((outcome) => value(outcome).length);
      expect(said.sort()).to.deep.equal([0, 0, 0, 2]);
      // Each run registers what it makes: a second set would be here too.
      const passwords = [...room.known].filter((secret) => secret.length === 24);
      expect(passwords).to.deep.equal([(await contents(room))["admin_password"]]);
      expect(await room.files()).to.deep.equal(["secrets.yaml"]);
    });
  });

  it("waits for who writes it, and names a holder that does not end", async () => {
    await withRoom(async ({ secrets, around, files }) => {
      const lock = path.join(path.dirname(secrets.path), ".secrets.yaml.lock");
      await writeFile(lock, "process 7 on elsewhere\n");
      let waited = 0;
      const patient = { ...around, sleep: async () => (++waited === 3 ? rm(lock) : undefined) };
      expect(value(await generateSecrets(secrets, WANTED, patient))).to.have.length(2);
      await writeFile(lock, "process 7 on elsewhere\n");
      const before = await readFile(secrets.path, "utf8");
      const outcome = await generateSecrets(secrets, new Map([["more", 9]]), { ...around, sleep: async () => {} });
      expect(codes(outcome)).to.deep.equal(["secrets/locked"]);
      expect(JSON.stringify(outcome)).to.include("process 7 on elsewhere").and.to.include(lock);
      expect(await readFile(secrets.path, "utf8")).to.equal(before);
      expect(await files()).to.have.members(["secrets.yaml", ".secrets.yaml.lock"]);
    });
  });

  it("is not overwritten where the key is lost or another one", async () => {
    await withRoom(async (room) => {
      const { secrets, around, keyFile } = room;
      await generateSecrets(secrets, WANTED, around);
      const before = await room.read();
      await rename(keyFile, `${keyFile}.old`);
      const more = new Map([["more", 9]]);
      for (const outcome of [await readSecrets(secrets, around), await generateSecrets(secrets, more, around)]) {
        expect(codes(outcome)).to.deep.equal(["secrets/no-key"]);
      }
      await writeKey(room, await newIdentity());
      for (const outcome of [await readSecrets(secrets, around), await generateSecrets(secrets, more, around)]) {
        expect(codes(outcome)).to.deep.equal(["secrets/wrong-key"]);
        expect(JSON.stringify(outcome)).to.include(keyFile);
      }
      expect(await room.read()).to.equal(before);
    });
  });

  it("is not written for one key where it was encrypted for several", async () => {
    await withRoom(async (room) => {
      const encrypter = new Encrypter();
      const own = await newIdentity();
      await writeKey(room, own);
      for (const identity of [own, await newIdentity()]) encrypter.addRecipient((await recipientOf(identity)) ?? "");
      const armored = armor.encode(await encrypter.encrypt("one: hunter22\n"));
      await writeFile(room.secrets.path, armored);
      expect(await contents(room)).to.deep.equal({ one: "hunter22" });
      expect(codes(await generateSecrets(room.secrets, WANTED, room.around))).to.deep.equal(["secrets/many-keys"]);
      expect(codes(await saveSecrets(room.secrets, "a: bcde", armored, room.around))).to.deep.equal([
        "secrets/many-keys",
      ]);
      expect(await room.read()).to.equal(armored);
    });
  });

  it("is refused where it is plain, damaged, or not what it should be", async () => {
    await withRoom(async (room) => {
      const { secrets, around } = room;
      const identity = await newIdentity();
      await writeKey(room, identity);
      const recipient = (await recipientOf(identity)) ?? "";
      const whole = await encryptText("one: hunter22\n", recipient);
      const cases = [
        ["one: hunter22\n", "secrets/not-encrypted"],
        [whole.slice(0, -60), "secrets/damaged"],
        [await encryptText("- hunter22\n", recipient), "secrets/not-names"],
      ] as const;
      for (const [text, code] of cases) {
        await writeFile(secrets.path, text);
        const outcomes = [await readSecrets(secrets, around), await generateSecrets(secrets, WANTED, around)];
        expect(outcomes.map(codes)).to.deep.equal([[code], [code]]);
        expect(JSON.stringify(outcomes)).not.to.include("hunter22");
        expect(await room.read()).to.equal(text);
      }
    });
  });

  it("is refused where others can write it or its folder", async () => {
    await withRoom(async ({ secrets, around }) => {
      await generateSecrets(secrets, WANTED, around);
      await chmod(secrets.path, 0o606);
      expect(codes(await readSecrets(secrets, around))).to.deep.equal(["secrets/open-file"]);
      await chmod(secrets.path, 0o664);
      expect(value(await readSecrets(secrets, around))?.entries.size).to.equal(2);
      await chmod(path.dirname(secrets.path), 0o777);
      expect(codes(await readSecrets(secrets, around))).to.deep.equal(["secrets/open-folder"]);
      await rm(secrets.path);
      expect(codes(await generateSecrets(secrets, WANTED, around))).to.deep.equal(["secrets/open-folder"]);
    });
  });

  it("says what the system refuses", async () => {
    await withRoom(async ({ secrets, around }) => {
      await mkdir(secrets.path);
      expect(codes(await readSecrets(secrets, around))).to.deep.equal(["secrets/no-access"]);
    });
  });

  it("stays a symbolic link where it is one", async () => {
    await withRoom(async (room) => {
      const real = path.join(room.home, "shared.yaml");
      await symlink(real, room.secrets.path);
      await writeFile(real, await encryptedFor(room, "one: hunter22\n"));
      await generateSecrets(room.secrets, WANTED, room.around);
      expect(await readFile(real, "utf8")).to.equal(await room.read());
      expect(await contents(room))
        .to.include({ one: "hunter22" })
        .and.to.have.property("access_key");
    });
  });

  it("names secrets too short to be masked", async () => {
    await withRoom(async (room) => {
      await writeFile(room.secrets.path, await encryptedFor(room, "pin: '123'\nlong: hunter22\n"));
      const { warnings } = value(await readSecrets(room.secrets, room.around)) ?? {};
      expect(warnings?.map(({ code }) => code)).to.deep.equal(["secrets/short"]);
      expect(JSON.stringify(warnings)).to.include("pin").and.not.to.include("123");
    });
  });

  it("is saved whole, with comments, unless it was changed meanwhile", async () => {
    await withRoom(async (room) => {
      const { secrets, around } = room;
      expect(value(await saveSecrets(secrets, "# mine\na: hunter22\n", undefined, around))).to.have.length(1);
      const opened = value(await readSecrets(secrets, around));
      expect(opened?.text.reveal()).to.equal("# mine\na: hunter22\n");
      expect(codes(await saveSecrets(secrets, "a: other\n", undefined, around))).to.deep.equal([
        "secrets/changed-meanwhile",
      ]);
      expect(codes(await saveSecrets(secrets, "a: [other]\n", opened?.armored, around))).to.deep.equal([
        "secrets/not-text",
      ]);
      expect(await contents(room)).to.deep.equal({ a: "hunter22" });
      expect(value(await saveSecrets(secrets, "a: other\n", opened?.armored, around))).to.deep.equal([]);
      expect(await contents(room)).to.deep.equal({ a: "other" });
    });
  });
});

async function encryptedFor(room: Room, text: string): Promise<string> {
  const identity = await newIdentity();
  await writeKey(room, identity);
  return encryptText(text, (await recipientOf(identity)) ?? "");
}
