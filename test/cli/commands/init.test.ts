import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { input } from "../fake-io.ts";
import { onThisMachine } from "../on-this-machine.ts";
import { type TestProject, withProject } from "../test-project.ts";

const SITE = ["site.yaml", "roles/greeting/tasks/main.yaml", ".env.example", ".gitignore", ".vscode/playbook.json"];

/** Runs the new project on this machine, with the files of its role in the test's folder. */
function deploy({ folder, home, run }: TestProject, ...flags: readonly string[]) {
  const files = { greeting_file: path.join(home, "motd"), greeting_log: path.join(home, "log") };
  const argv = ["site.yaml", "-e", JSON.stringify({ ...files, ansible_become: false }), "--json", ...flags];
  return run(argv, { cwd: path.join(folder, "new"), ...onThisMachine(home) });
}

describe("cli/commands: init", () => {
  it("makes a project that is valid, predicts what it does, does it, and then changes nothing", () =>
    withProject(async (project) => {
      const { folder, home, run } = project;
      const made = await run(["init", "new", "--yes"]);
      expect(made).to.include({ exit: 0, err: "" });
      expect(made.out).to.include("cd new\n").and.include("cp .env.example .env");
      const files = await project.files(path.join(folder, "new"));
      expect(files).to.include.members(SITE);
      await writeFile(path.join(folder, "new/.env"), await readFile(path.join(folder, "new/.env.example")));
      expect((await deploy(project, "--check", "--exit-code")).exit).to.equal(4);
      expect(await project.files(home)).to.not.include("motd");
      expect((await deploy(project)).exit).to.equal(0);
      expect(await readFile(path.join(home, "motd"), "utf8")).to.match(
        /^Managed by provision.*\nWelcome to server1, a green server with .+\.\n$/,
      );
      expect(await readFile(path.join(home, "log"), "utf8")).to.equal("changed to green\n");
      expect((await deploy(project, "--check", "--exit-code")).exit).to.equal(0);
    }));

  it("makes the site of the pipeline, which is valid, and says which file was not built", () =>
    withProject(async ({ folder, run }) => {
      const made = await run(["init", "site", "--pipeline"]);
      expect(made.exit).to.equal(0);
      const jar = "files/runtime-processing/target/runtimeprocessing-0.1.jar";
      const lacks = made.out.includes(`Not copied, because it was not built: ${jar}.`);
      expect([lacks, existsSync(path.join(folder, "site", jar))]).to.deep.equal([!existsSync(jar), existsSync(jar)]);
      const cwd = path.join(folder, "site");
      await writeFile(path.join(cwd, ".env"), "SERVER1=192.0.2.11\nSERVER2=192.0.2.12\n");
      const checked = await run(["playbooks/site.yaml", "--syntax-check"], { cwd });
      expect(checked.err).to.equal("");
      expect(checked.exit).to.equal(0);
    }));

  it("asks for the address on a terminal", () =>
    withProject(async ({ run, read }) => {
      const made = await run(["init", "new"], { stdin: input("192.0.2.7\n", true) });
      expect(made.err).to.equal("Address of the server (empty: fill in .env later): ");
      expect(made.out).to.not.include(".env.example");
      expect(await read("new/.env")).to.equal("SERVER1=192.0.2.7\n");
    }));

  it("overwrites nothing, and then writes nothing", () =>
    withProject(async ({ folder, run, write, read, files }) => {
      await write("new/roles/greeting/defaults/main.yaml", "mine: true\n");
      const { exit, err } = await run(["init", "new"]);
      expect(exit).to.equal(2);
      expect(err).to.include("cli/init-exists").and.include("roles/greeting/defaults/main.yaml");
      expect(await read("new/roles/greeting/defaults/main.yaml")).to.equal("mine: true\n");
      expect(await files(path.join(folder, "new"))).to.not.include("site.yaml");
    }));

  it("adds to a folder that has other files", () =>
    withProject(async ({ run, write, read }) => {
      await write("new/notes.txt", "mine\n");
      expect((await run(["init", "new", "--yes"])).exit).to.equal(0);
      expect(await read("new/notes.txt")).to.equal("mine\n");
    }));

  it("leaves nothing behind if it cannot write everything", () =>
    withProject(async ({ folder, run, write, files }) => {
      await write("new/roles", "a file, not a folder\n");
      const { exit, err } = await run(["init", "new", "--yes"]);
      expect(exit).to.equal(2);
      expect(err).to.include("cli/init-failed");
      expect(await files(path.join(folder, "new"))).to.deep.equal(["roles"]);
    }));
});
