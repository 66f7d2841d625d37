import { chmod, chown, mkdir, symlink, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { withProject, type TestProject } from "../test-project.ts";

const isRoot = userInfo().uid === 0;
const INVENTORY = "all:\n  hosts:\n    here: { connection: local }\n";

describe("cli: a project that other users can change", () => {
  async function inProject(use: (project: TestProject) => Promise<void>): Promise<void> {
    await withProject(async (project) => {
      for (const folder of ["roles/x/tasks", "roles/x/files", "roles/x/templates", "group_vars"]) {
        await mkdir(path.join(project.folder, folder), { recursive: true });
      }
      await project.write("inventory.yaml", INVENTORY);
      await project.write(".env", "A=1\n");
      await project.write("group_vars/all.yaml", "a: 1\n");
      await project.write("more.yaml", "b: 1\n");
      await project.write("play.yaml", "- hosts: all\n  roles: [x]\n");
      await project.write("roles/x/files/a.txt", "a\n");
      await project.write("roles/x/templates/b.hbs", "{{> c}}\n");
      await project.write("roles/x/templates/c.hbs", "c\n");
      await project.write(
        "roles/x/tasks/main.yaml",
        `- copy: { src: a.txt, dest: ${project.home}/a }\n- template: { src: b.hbs, dest: ${project.home}/b }\n`,
      );
      await use(project);
    });
  }

  const check = ["play.yaml", "--check", "-e", "@more.yaml"];

  it("is run if only the user can change it", async () => {
    await inProject(async ({ run }) => {
      const ran = await run(check);
      expect(ran.exit, ran.out + ran.err).to.equal(0);
    });
  });

  const LOADED = [
    "inventory.yaml",
    ".env",
    "group_vars/all.yaml",
    "more.yaml",
    "play.yaml",
    "roles/x/tasks/main.yaml",
    "roles/x/files/a.txt",
    "roles/x/templates/b.hbs",
    "roles/x/templates/c.hbs",
  ];
  for (const file of LOADED) {
    it(`is refused if everybody can write to ${file}`, async () => {
      await inProject(async ({ run, folder }) => {
        await chmod(path.join(folder, file), 0o666);
        const ran = await run(check);
        expect(ran.exit).to.equal(2);
        expect(ran.out).to.include(`${file} can be changed by every user (mode 0666)`);
        expect(ran.out).to.include(`Run \`chmod o-w ${file}\`.`);
      });
    });
  }

  it("is refused if everybody can write to a folder of it, with all of them in one error", async () => {
    await inProject(async ({ run, folder }) => {
      for (const name of [".", "group_vars", "roles/x"]) await chmod(path.join(folder, name), 0o777);
      const ran = await run(check);
      expect(ran.exit).to.equal(2);
      expect(ran.out)
        .to.include("Other users can change 3 files or folders")
        .and.include("Run `chmod o-w . group_vars roles/x`.");
      expect(ran.out.match(/ERROR/g)).to.have.length(1);
    });
  });

  it("names one command for many files, and not all of them", async () => {
    await inProject(async ({ run, folder }) => {
      for (const file of LOADED) await chmod(path.join(folder, file), 0o666);
      for (const name of [".", "group_vars", "roles/x"]) await chmod(path.join(folder, name), 0o777);
      const ran = await run(check);
      expect(ran.out).to.include("Run `chmod -R o-w .`.").and.include("and 2 more");
    });
  });

  it("is refused if a link leads to what others can change", async () => {
    await inProject(async ({ run, folder, home }) => {
      await mkdir(path.join(home, "open"));
      await chmod(path.join(home, "open"), 0o777);
      await symlink(path.join(home, "open"), path.join(folder, "roles/x/vars"));
      await writeFile(path.join(home, "open/main.yaml"), "c: 1\n");
      const ran = await run(check);
      expect(ran.exit).to.equal(2);
      expect(ran.out).to.include(`${path.join(home, "open")} can be changed by every user`);
    });
  });

  it("reports nothing else, because it may be theirs, and generates no secrets", async () => {
    await inProject(async ({ run, folder, write, files }) => {
      await write("play.yaml", "- hosts: nowhere\n  tsaks: []\n");
      await write("generated_secrets.yaml", "password: {}\n");
      await chmod(path.join(folder, "play.yaml"), 0o666);
      const ran = await run(["play.yaml"]);
      expect(ran.exit).to.equal(2);
      expect(ran.out.match(/code +\S+/g)).to.deep.equal(["code      cli/unsafe-project"]);
      expect(await files(folder)).to.not.include("secrets.yaml");
    });
  });

  it("is refused if others can change the private key that its inventory names", async () => {
    await inProject(async ({ run, write }) => {
      await write("inventory.yaml", "all:\n  hosts:\n    here: { address: 127.0.0.1, private_key_file: key }\n");
      await chmod(await write("key", "a key\n"), 0o666);
      const ran = await run(check);
      expect(ran.exit).to.equal(2);
      expect(ran.out).to.include("key can be changed by every user (mode 0666)");
    });
  });

  it("is run with one warning if --allow-unsafe-project is given", async () => {
    await inProject(async ({ run, folder }) => {
      for (const name of [".", "play.yaml", "roles/x/files/a.txt"]) await chmod(path.join(folder, name), 0o777);
      const ran = await run([...check, "--allow-unsafe-project"]);
      expect(ran.exit, ran.out + ran.err).to.equal(0);
      expect(ran.out.match(/warning: Other users/g)).to.have.length(1);
      expect(ran.out).to.include("Other users can change files that this run uses: ").and.include(", and 2 more.");
    });
  });

  it("is refused if files belong to another user, but not to the one who called sudo", async function () {
    if (!isRoot) return this.skip();
    await inProject(async ({ run, folder }) => {
      for (const name of [".", "play.yaml"]) await chown(path.join(folder, name), 12345, 12345);
      await chmod(path.join(folder, "play.yaml"), 0o664);
      const ran = await run(check);
      expect(ran.exit).to.equal(2);
      expect(ran.out)
        .to.include("play.yaml belongs to another user (uid 12345)")
        .and.include("Run `chown root . play.yaml`.");
      const asSudo = await run(check, { env: { SUDO_UID: "12345", SUDO_GID: "12345", SUDO_USER: "someone" } });
      expect(asSudo.exit, asSudo.out).to.equal(0);
    });
    return undefined;
  });
});
