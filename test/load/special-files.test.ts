import { execFileSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { readData } from "../../src/load/data-file.ts";
import { HOSTS, load, reported, withProject } from "./temporary-project.ts";

const FILES = {
  "inventory.yaml": HOSTS,
  "site.yaml":
    "- hosts: all\n  vars_files: [vars.yaml]\n  roles: [web]\n  tasks:\n    - copy: { src: data, dest: /d }\n    - template: { src: page, dest: /p }\n",
  "vars.yaml": "a: 1\n",
  ".env": "A=1\n",
  "group_vars/all.yaml": "b: 1\n",
  "generated_secrets.yaml": "c: {}\n",
  "files/data": "x",
  "templates/page": "{{> part}}\n",
  "templates/part.hbs": "x\n",
  "roles/web/tasks/main.yaml": "[]\n",
  "roles/web/defaults/main.yaml": "d: 1\n",
  "roles/web/meta/main.yaml": "{}\n",
};

/** Loads a project in which a named pipe replaces one file: a read of it would never end. */
const loadWithPipe = (name: string) =>
  withProject(FILES, async (root) => {
    await rm(path.join(root, name));
    execFileSync("mkfifo", [path.join(root, name)]);
    return load(root);
  });

describe("load: files that are not regular", () => {
  for (const name of Object.keys(FILES)) {
    it(`rejects a named pipe in place of ${name}`, async () => {
      const outcome = await loadWithPipe(name);
      const faults = outcome.ok ? [] : outcome.faults;
      const source = name === "files/data" || name === "templates/page";
      expect(faults.map(({ code }) => code)).to.include(source ? "load/not-a-file" : "load/unreadable");
      expect(faults.map(({ message }) => message).join()).to.include("it is a named pipe, not a file");
    });
  }

  it("rejects a folder as a template, and a file of -e that is a device", async () => {
    const outcome = await withProject(FILES, async (root) => {
      await rm(path.join(root, "templates/page"));
      await mkdir(path.join(root, "templates/page"));
      return load(root);
    });
    expect(reported(outcome)).to.deep.equal(["site.yaml:6:24 load/not-a-file"]);
    const data = await readData("/dev/zero", process.cwd());
    expect(data.ok ? [] : data.faults.map(({ code }) => code)).to.deep.equal(["load/unreadable"]);
  });
});

describe("load: files that are not UTF-8", () => {
  for (const name of Object.keys(FILES).filter((each) => each !== "files/data")) {
    it(`reports the byte in ${name}`, async () => {
      const bytes = Buffer.concat([Buffer.from("#\n#"), Buffer.from([0xff])]);
      const outcome = await withProject({ ...FILES, [name]: bytes }, (root) => load(root));
      expect(reported(outcome)).to.include(`${name}:2:2 load/encoding`);
    });
  }

  it("ignores a byte order mark everywhere", async () => {
    const marked = Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, `\uFEFF${text}`]));
    const outcome = await withProject(marked, (root) => load(root));
    expect(reported(outcome)).to.deep.equal([]);
    if (!outcome.ok) throw new Error("the project is valid");
    const template = outcome.value.project.playbooks[0]?.plays[0]?.tasks[1]?.sources.get("src")?.template;
    expect(template?.text).to.equal("{{> part}}\n");
  });
});
