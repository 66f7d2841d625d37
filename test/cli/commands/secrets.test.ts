import { expect } from "chai";
import { chmod, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { parseCommandLine } from "../../../src/cli/command-line.ts";
import { newIdentity } from "../../../src/secrets/age.ts";
import { withPlace, type Place } from "../secrets-project.ts";

const IDENTITY = /AGE-SECRET-KEY-1\w+/;

/** An editor that does what a shell script says to the file `$1`. */
async function editor(place: Place, script: string): Promise<{ env: Record<string, string> }> {
  const file = await place.write("editor", `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o700);
  return { env: { EDITOR: `${file} --wait`, PATH: process.env["PATH"] ?? "" } };
}

/** The editor gets its own flag first, so the file is `$2`. */
const FILE = '"$2"';

describe("provision secrets, the command line", () => {
  const asked = (...argv: readonly string[]) => parseCommandLine(["secrets", ...argv], "1");

  it("knows what is to be done, and for which inventory", () => {
    expect(asked("keygen")).to.deep.equal({ is: "secrets", request: { action: "keygen" } });
    expect(asked("view", "one", "-i", "lab/a.yaml")).to.deep.equal({
      is: "secrets",
      request: { action: "view", name: "one", inventories: ["lab/a.yaml"] },
    });
    expect(asked("edit")).to.deep.equal({ is: "secrets", request: { action: "edit", inventories: [] } });
    expect(asked("encrypt", "a.yaml")).to.deep.equal({
      is: "secrets",
      request: { action: "encrypt", file: "a.yaml" },
    });
  });

  it("says what is missing or too much", () => {
    const codes = (...argv: readonly string[]) => {
      const request = asked(...argv);
      return request.is === "wrong" ? request.faults.map(({ code }) => code) : request.is;
    };
    expect(codes()).to.deep.equal(["secrets/no-action"]);
    expect(codes("rotate")).to.deep.equal(["cli/usage"]);
    expect(codes("encrypt")).to.deep.equal(["cli/usage"]);
    expect(codes("edit", "x")).to.deep.equal(["cli/too-many-arguments"]);
    expect(codes("edit", "--check")).to.deep.equal(["cli/unknown-flag"]);
    expect(codes("edit", "-i", "")).to.deep.equal(["cli/empty-value"]);
    expect(codes("--help")).to.equal("text");
  });
});

describe("provision secrets keygen", () => {
  it("makes the key once, says where it is and that it is to be kept, and does not show it", async () => {
    await withPlace(async ({ run, home }) => {
      const first = await run(["secrets", "keygen"]);
      const file = path.join(home, ".config/provision/key.txt");
      const text = await readFile(file, "utf8");
      expect(first).to.include({ exit: 0, err: "" });
      expect(first.out)
        .to.include(file)
        .and.to.include("safe place")
        .and.to.match(/Public key: age1\w+\n/);
      expect(first.out).not.to.match(IDENTITY);
      const second = await run(["secrets", "keygen"]);
      expect(second.exit).to.equal(0);
      expect(second.out).to.include("already exists");
      expect(await readFile(file, "utf8")).to.equal(text);
    });
  });

  it("makes none beside one in the environment", async () => {
    await withPlace(async ({ run, home, files }) => {
      const ran = await run(["secrets", "keygen"], { env: { PROVISION_AGE_KEY: await newIdentity() } });
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/key-given");
      expect(await files(home)).to.be.empty;
    });
  });
});

describe("provision secrets encrypt, view", () => {
  it("encrypts a file in its place, for its owner, and tells the key that was made for it", async () => {
    await withPlace(async (place) => {
      const file = await place.write("secrets.yaml", "one: hunter22\n");
      const ran = await place.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(ran).to.include({ exit: 0, err: "" });
      expect(ran.out).to.include("key.txt").and.not.to.include("hunter22");
      expect(await place.read("secrets.yaml")).to.match(/^-----BEGIN AGE/);
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect(await place.secrets()).to.deep.equal({ one: "hunter22" });
      const again = await place.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(again.exit).to.equal(2);
      expect(again.err).to.include("secrets/encrypted-already");
    });
  });

  it("leaves a file that is not names and texts as it is", async () => {
    await withPlace(async (place) => {
      await place.write("secrets.yaml", "one: [hunter22]\n");
      const ran = await place.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/not-text").and.not.to.include("hunter22");
      expect(await place.read("secrets.yaml")).to.equal("one: [hunter22]\n");
      expect((await place.run(["secrets", "encrypt", "nothing.yaml"])).err).to.include("secrets/missing-file");
    });
  });

  it("shows one secret to whoever asks, all of them on a terminal only", async () => {
    await withPlace(async (place) => {
      await place.write("secrets.yaml", 'one: hunter22\ntwo: "a\\e[2Jb"\n');
      await place.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(await place.run(["secrets", "view", "one"])).to.deep.equal({ exit: 0, out: "hunter22\n", err: "" });
      expect((await place.run(["secrets", "view", "two"])).out).to.equal("a\u001b[2Jb\n");
      expect((await place.run(["secrets", "view", "two"], { terminal: true })).out).to.equal("a\\x1b[2Jb\n");
      expect((await place.run(["secrets", "view"], { terminal: true })).out).to.match(/^one: hunter22\ntwo: .*\n$/);
      const piped = await place.run(["secrets", "view"]);
      expect(piped).to.include({ exit: 2, out: "" });
      expect(piped.err).to.include("secrets/no-terminal");
      const misspelt = await place.run(["secrets", "view", "oen"]);
      expect(misspelt.exit).to.equal(2);
      expect(misspelt.err).to.include("Did you mean one?");
    });
  });

  it("means the file beside the inventory that is named", async () => {
    await withPlace(async (place) => {
      await place.write("secrets.yaml", "one: hunter22\n");
      await place.run(["secrets", "encrypt", "secrets.yaml"]);
      const elsewhere = await place.run(["secrets", "view", "one", "-i", "lab/inventory.yaml"]);
      expect(elsewhere.exit).to.equal(2);
      expect(elsewhere.err).to.include("lab/secrets.yaml");
      expect((await place.run(["secrets", "view", "one", "-i", "./other.yaml"])).out).to.equal("hunter22\n");
    });
  });
});

describe("provision secrets edit", () => {
  it("lets the editor write a new file, and leaves no plain text behind", async () => {
    await withPlace(async (place) => {
      const env = await editor(
        place,
        `printf 'one: hunter22\\n' > ${FILE}; dirname ${FILE} > "${place.home}/where"; stat -c %a "$(dirname ${FILE})" ${FILE} > "${place.home}/modes"`,
      );
      const ran = await place.run(["secrets", "edit"], env);
      expect(ran).to.include({ exit: 0, err: "" });
      expect(ran.out).to.include("secrets.yaml was encrypted and saved.").and.not.to.include("hunter22");
      expect(await place.secrets()).to.deep.equal({ one: "hunter22" });
      expect(await readFile(path.join(place.home, "modes"), "utf8")).to.equal("700\n600\n");
      const folder = (await readFile(path.join(place.home, "where"), "utf8")).trim();
      expect(await readdir(folder).catch(() => "gone")).to.equal("gone");
    });
  });

  it("shows what is there, and writes nothing where nothing was changed", async () => {
    await withPlace(async (place) => {
      await place.write("secrets.yaml", "# mine\none: hunter22\n");
      await place.run(["secrets", "encrypt", "secrets.yaml"]);
      const before = await place.read("secrets.yaml");
      const ran = await place.run(["secrets", "edit"], await editor(place, `cp ${FILE} "${place.home}/seen"`));
      expect(ran.out).to.equal("Nothing was changed.\n");
      expect(await readFile(path.join(place.home, "seen"), "utf8")).to.equal("# mine\none: hunter22\n");
      expect(await place.read("secrets.yaml")).to.equal(before);
      await place.run(["secrets", "edit"], await editor(place, `echo 'two: hunter33' >> ${FILE}`));
      expect(await place.secrets()).to.deep.equal({ one: "hunter22", two: "hunter33" });
    });
  });

  it("keeps what was written where it cannot be saved, and says where", async () => {
    await withPlace(async (place) => {
      const ran = await place.run(
        ["secrets", "edit"],
        await editor(place, `printf 'one: hunter22\\n two: x\\n' > ${FILE}`),
      );
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/yaml").and.to.include("secrets/kept").and.not.to.include("hunter22");
      const kept = /\/\S+\/secrets\.yaml/.exec(ran.err)?.[0] ?? "";
      try {
        expect(await readFile(kept, "utf8")).to.equal("one: hunter22\n two: x\n");
        expect((await stat(path.dirname(kept))).mode & 0o777).to.equal(0o700);
      } finally {
        await removeFolderOf(kept);
      }
      expect(await place.files(place.project)).to.deep.equal(["editor"]);
    });
  });

  it("does not overwrite what was changed meanwhile", async () => {
    await withPlace(async (place) => {
      await place.write("secrets.yaml", "one: hunter22\n");
      await place.run(["secrets", "encrypt", "secrets.yaml"]);
      const other = await editor(place, `echo '# new' >> ${FILE}; echo >> "${place.project}/secrets.yaml"`);
      const ran = await place.run(["secrets", "edit"], other);
      expect(ran.err).to.include("secrets/changed-meanwhile");
      expect(await place.secrets()).to.deep.equal({ one: "hunter22" });
      await removeFolderOf(/\/\S+\/secrets\.yaml/.exec(ran.err)?.[0] ?? "");
    });
  });

  it("changes nothing where the editor fails, and gives it no key", async () => {
    await withPlace(async (place) => {
      const { env } = await editor(
        place,
        `echo "key=$PROVISION_AGE_KEY" > "${place.home}/seen"; echo 'a: bcde' > ${FILE}; exit 3`,
      );
      const ran = await place.run(["secrets", "edit"], { env: { ...env, PROVISION_AGE_KEY: await newIdentity() } });
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/editor").and.to.include("exit status 3");
      expect(await readFile(path.join(place.home, "seen"), "utf8")).to.equal("key=\n");
      expect(await place.files(place.project)).to.deep.equal(["editor"]);
    });
  });
});

/** Only ever a folder that an edit has made. */
async function removeFolderOf(file: string): Promise<void> {
  const folder = path.dirname(file);
  if (!path.basename(folder).startsWith("provision-edit-")) throw new Error(`not a folder of an edit: ${folder}`);
  await rm(folder, { recursive: true });
}
