import { expect } from "chai";
import { chmod, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { parseCommandLine } from "../../../src/cli/command-line.ts";
import { newIdentity } from "../../../src/secrets/age.ts";
import { withProject, type TestProject } from "../test-project.ts";

const IDENTITY = /AGE-SECRET-KEY-1\w+/;

/** An editor that runs a shell script on the file. */
async function editor(project: TestProject, script: string): Promise<{ env: Record<string, string> }> {
  const file = await project.write("editor", `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o700);
  return { env: { EDITOR: `${file} --wait`, PATH: process.env["PATH"] ?? "" } };
}

/** The first argument of the editor is its flag, so the file is the second. */
const FILE = '"$2"';

describe("cli/commands/secrets: command line", () => {
  const parsed = (...argv: readonly string[]) => parseCommandLine(["secrets", ...argv], "1");

  it("parses the action and its inventories", () => {
    expect(parsed("keygen")).to.deep.equal({ is: "secrets", request: { action: "keygen" } });
    expect(parsed("view", "one", "-i", "lab/a.yaml")).to.deep.equal({
      is: "secrets",
      request: { action: "view", name: "one", inventories: ["lab/a.yaml"] },
    });
    expect(parsed("edit")).to.deep.equal({ is: "secrets", request: { action: "edit", inventories: [] } });
    expect(parsed("encrypt", "a.yaml")).to.deep.equal({
      is: "secrets",
      request: { action: "encrypt", file: "a.yaml" },
    });
  });

  it("rejects missing and excess arguments", () => {
    const codes = (...argv: readonly string[]) => {
      const request = parsed(...argv);
      return request.is === "invalid" ? request.faults.map(({ code }) => code) : request.is;
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

describe("cli/commands/secrets: keygen", () => {
  it("creates the key once, names its file and asks to back it up, but does not show it", async () => {
    await withProject(async ({ run, home }) => {
      const first = await run(["secrets", "keygen"]);
      const file = path.join(home, ".config/provision/key.txt");
      const text = await readFile(file, "utf8");
      expect(first).to.include({ exit: 0, err: "" });
      expect(first.out)
        .to.include(file)
        .and.to.include("safe place outside the project")
        .and.to.match(/Public key: age1\w+\n/);
      expect(first.out).not.to.match(IDENTITY);
      const second = await run(["secrets", "keygen"]);
      expect(second.exit).to.equal(0);
      expect(second.out).to.include("already exists");
      expect(await readFile(file, "utf8")).to.equal(text);
    });
  });

  it("creates no key if the environment has one", async () => {
    await withProject(async ({ run, home, files }) => {
      const ran = await run(["secrets", "keygen"], { env: { PROVISION_AGE_KEY: await newIdentity() } });
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/key-given");
      expect(await files(home)).to.be.empty;
    });
  });
});

describe("cli/commands/secrets: encrypt, view", () => {
  it("encrypts a file in place, readable by its owner only, and names the new key", async () => {
    await withProject(async (project) => {
      const file = await project.write("secrets.yaml", "one: hunter22\n");
      const ran = await project.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(ran).to.include({ exit: 0, err: "" });
      expect(ran.out).to.include("key.txt").and.not.to.include("hunter22");
      expect(await project.read("secrets.yaml")).to.match(/^-----BEGIN AGE/);
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect(await project.secrets()).to.deep.equal({ one: "hunter22" });
      const again = await project.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(again.exit).to.equal(2);
      expect(again.err).to.include("secrets/encrypted-already");
    });
  });

  it("does not touch a file that is not a map of strings", async () => {
    await withProject(async (project) => {
      await project.write("secrets.yaml", "one: [hunter22]\n");
      const ran = await project.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/not-text").and.not.to.include("hunter22");
      expect(await project.read("secrets.yaml")).to.equal("one: [hunter22]\n");
      await project.write("secrets.yaml", "\n");
      expect((await project.run(["secrets", "encrypt", "secrets.yaml"])).err).to.include("secrets/damaged");
      expect(await project.read("secrets.yaml")).to.equal("\n");
      expect((await project.run(["secrets", "encrypt", "nothing.yaml"])).err).to.include("secrets/missing-file");
    });
  });

  it("shows one secret anywhere, but all of them only on a terminal", async () => {
    await withProject(async (project) => {
      await project.write("secrets.yaml", 'one: hunter22\ntwo: "a\\e[2Jb"\n');
      await project.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(await project.run(["secrets", "view", "one"])).to.deep.equal({ exit: 0, out: "hunter22\n", err: "" });
      expect((await project.run(["secrets", "view", "two"])).out).to.equal("a\u001b[2Jb\n");
      expect((await project.run(["secrets", "view", "two"], { terminal: true })).out).to.equal("a\\x1b[2Jb\n");
      expect((await project.run(["secrets", "view"], { terminal: true })).out).to.match(/^one: hunter22\ntwo: .*\n$/);
      const piped = await project.run(["secrets", "view"]);
      expect(piped).to.include({ exit: 2, out: "" });
      expect(piped.err).to.include("secrets/no-terminal");
      const misspelt = await project.run(["secrets", "view", "oen"]);
      expect(misspelt.exit).to.equal(2);
      expect(misspelt.err).to.include("Did you mean one?");
    });
  });

  it("uses the file next to the given inventory", async () => {
    await withProject(async (project) => {
      await project.write("secrets.yaml", "one: hunter22\n");
      await project.run(["secrets", "encrypt", "secrets.yaml"]);
      const elsewhere = await project.run(["secrets", "view", "one", "-i", "lab/inventory.yaml"]);
      expect(elsewhere.exit).to.equal(2);
      expect(elsewhere.err).to.include("lab/secrets.yaml");
      expect((await project.run(["secrets", "view", "one", "-i", "./other.yaml"])).out).to.equal("hunter22\n");
    });
  });
});

describe("cli/commands/secrets: edit", () => {
  it("creates a file with the editor and leaves no plain text behind", async () => {
    await withProject(async (project) => {
      const env = await editor(
        project,
        `printf 'one: hunter22\\n' > ${FILE}; dirname ${FILE} > "${project.home}/where"; stat -c %a "$(dirname ${FILE})" ${FILE} > "${project.home}/modes"`,
      );
      const ran = await project.run(["secrets", "edit"], env);
      expect(ran).to.include({ exit: 0, err: "" });
      expect(ran.out).to.include("secrets.yaml was encrypted and saved.").and.not.to.include("hunter22");
      expect(await project.secrets()).to.deep.equal({ one: "hunter22" });
      expect(await readFile(path.join(project.home, "modes"), "utf8")).to.equal("700\n600\n");
      const folder = (await readFile(path.join(project.home, "where"), "utf8")).trim();
      expect(await readdir(folder).catch(() => "gone")).to.equal("gone");
    });
  });

  it("lets the editor change the file, and writes nothing if the text is the same", async () => {
    await withProject(async (project) => {
      await project.write("secrets.yaml", "# mine\none: hunter22\n");
      await project.run(["secrets", "encrypt", "secrets.yaml"]);
      const before = await project.read("secrets.yaml");
      const ran = await project.run(["secrets", "edit"], await editor(project, `cp ${FILE} "${project.home}/edited"`));
      expect(ran.out).to.equal("Nothing was changed.\n");
      expect(await readFile(path.join(project.home, "edited"), "utf8")).to.equal("# mine\none: hunter22\n");
      expect(await project.read("secrets.yaml")).to.equal(before);
      await project.run(["secrets", "edit"], await editor(project, `echo 'two: hunter33' >> ${FILE}`));
      expect(await project.secrets()).to.deep.equal({ one: "hunter22", two: "hunter33" });
    });
  });

  it("keeps an edit that cannot be saved, and names its file", async () => {
    await withProject(async (project) => {
      const ran = await project.run(
        ["secrets", "edit"],
        await editor(project, `printf 'one: hunter22\\n two: x\\n' > ${FILE}`),
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
      expect(await project.files(project.folder)).to.deep.equal(["editor"]);
    });
  });

  it("rejects a name that no variable can have", async () => {
    await withProject(async (project) => {
      await project.write("secrets.yaml", "item: hunter22\nfacts: hunter33\n");
      const ran = await project.run(["secrets", "encrypt", "secrets.yaml"]);
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("load/reserved-name").and.to.include("`item`").and.to.include("`facts`");
      expect(ran.err).not.to.include("hunter");
      expect(await project.read("secrets.yaml")).to.include("hunter22");
    });
  });

  it("does not overwrite a file that changed in the meantime", async () => {
    await withProject(async (project) => {
      await project.write("secrets.yaml", "one: hunter22\n");
      await project.run(["secrets", "encrypt", "secrets.yaml"]);
      const other = await editor(project, `echo '# new' >> ${FILE}; echo >> "${project.folder}/secrets.yaml"`);
      const ran = await project.run(["secrets", "edit"], other);
      expect(ran.err).to.include("secrets/changed-meanwhile");
      expect(await project.secrets()).to.deep.equal({ one: "hunter22" });
      await removeFolderOf(/\/\S+\/secrets\.yaml/.exec(ran.err)?.[0] ?? "");
    });
  });

  it("changes nothing if the editor fails, and hides the key from it", async () => {
    await withProject(async (project) => {
      const { env } = await editor(
        project,
        `echo "key=$PROVISION_AGE_KEY" > "${project.home}/edited"; echo 'a: bcde' > ${FILE}; exit 3`,
      );
      const ran = await project.run(["secrets", "edit"], { env: { ...env, PROVISION_AGE_KEY: await newIdentity() } });
      expect(ran.exit).to.equal(2);
      expect(ran.err).to.include("secrets/editor").and.to.include("exit status 3");
      expect(await readFile(path.join(project.home, "edited"), "utf8")).to.equal("key=\n");
      expect(await project.files(project.folder)).to.deep.equal(["editor"]);
    });
  });
});

/** Removes the folder of an edit, and no other. */
async function removeFolderOf(file: string): Promise<void> {
  const folder = path.dirname(file);
  if (!path.basename(folder).startsWith("provision-edit-")) throw new Error(`not a folder of an edit: ${folder}`);
  await rm(folder, { recursive: true });
}
