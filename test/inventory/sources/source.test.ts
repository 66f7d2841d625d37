import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { hostLayers } from "../../../src/inventory/variables.ts";
import type { ProgramOutput, RunProgram } from "../../../src/inventory/sources/program.ts";
import { createScope } from "../../../src/language/scope.ts";
import { load, loaded, reported, withProject } from "../../load/temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const SITE = { "site.yaml": "- hosts: all\n" };

/** Loads a project with one inventory; files whose text begins with `#!` are executable. */
function loadWith(files: Files, inventories: readonly string[], run?: RunProgram) {
  return withProject({ ...SITE, ...files }, async (root) => {
    for (const [name, text] of Object.entries(files)) {
      if (text.startsWith("#!")) await chmod(path.join(root, name), 0o755);
    }
    return load(root, { inventories, ...(run && { runProgram: run }) });
  });
}

function summary(outcome: Awaited<ReturnType<typeof load>>, variable = "x") {
  const { inventory } = loaded(outcome);
  return [...inventory.hosts.values()].map((host) => {
    const value = createScope(hostLayers(inventory, host)).lookup(variable);
    return `${host.name} [${host.groups.join()}] ${value?.ok ? JSON.stringify(value.value) : "-"}`;
  });
}

describe("inventory/sources/source: folders", () => {
  it("merges all inventories of a folder in the order of their names", async () => {
    const files = {
      "site/10-base.yaml": "web: { hosts: { w1: { x: 1 }, w2: { x: 1 } } }\n",
      "site/20-more": "[db]\nd1\n[web]\nw2 x=2\n",
      "site/30/inner.yml": "db: { hosts: { d1: { x: 3 } } }\n",
    };
    expect(summary(await loadWith(files, ["site"]))).to.deep.equal([
      "w1 [all,web] 1",
      "w2 [all,web] 2",
      "d1 [all,db] 3",
    ]);
    expect(summary(await loadWith(files, ["site/"]))).to.deep.equal([
      "w1 [all,web] 1",
      "w2 [all,web] 2",
      "d1 [all,db] 3",
    ]);
  });

  it("reads group_vars and host_vars in the folder", async () => {
    const files = {
      "site/hosts": "[web]\nw1\nw2\n",
      "site/group_vars/web.yaml": "x: 1\n",
      "site/host_vars/w2": "x: 2\n",
    };
    expect(summary(await loadWith(files, ["site"]))).to.deep.equal(["w1 [all,web] 1", "w2 [all,web] 2"]);
  });

  it("reads generated secrets and the lock of images in the folder, which are no inventories", async () => {
    const files = {
      "site/hosts": "[web]\nw1\n",
      "site/generated_secrets.yaml": "token: {}\n",
      "site/images.lock.yaml": "{}\n",
    };
    const { missingSecrets, imageLock } = loaded(await loadWith(files, ["site"]));
    expect(missingSecrets.map(({ name }) => name)).to.deep.equal(["site/secrets.yaml"]);
    expect(imageLock.name).to.equal("site/images.lock.yaml");
  });

  it("ignores what Ansible ignores", async () => {
    const names = [
      ".hidden",
      "a~",
      "a.bak",
      "a.cfg",
      "a.orig",
      "a.md",
      "a.txt",
      "a.rst",
      "a.retry",
      "a.pyc",
      "a.swp",
      "vars_plugins/x",
    ];
    const files = Object.fromEntries(names.map((name) => [`site/${name}`, "no inventory: ["]));
    expect(summary(await loadWith({ ...files, "site/hosts": "w1 x=1\n" }, ["site"]))).to.deep.equal([
      "w1 [all,ungrouped] 1",
    ]);
  });

  it("warns of an INI file in a folder, which Ansible ignores", async () => {
    const { warnings } = loaded(await loadWith({ "site/a.ini": "w2\n", "site/hosts": "w1 x=1\n" }, ["site"]));
    expect(warnings.map(({ message }) => message)).to.deep.equal([
      "site/a.ini is not read: in a folder, as in Ansible, files that end with .ini are ignored.",
    ]);
  });

  it("says that a folder has no inventories", async () => {
    const outcome = await withProject(SITE, async (root) => {
      await mkdir(path.join(root, "empty"));
      return load(root, { inventories: ["empty"] });
    });
    expect(outcome.ok ? [] : outcome.faults.map(({ message }) => message)).to.deep.equal([
      "The inventory empty is a folder without inventories, but only YAML, INI and programs are read.",
    ]);
  });

  it("follows a link to a folder around it only once", async () => {
    const outcome = await withProject({ ...SITE, "site/hosts": "w1 x=1\n" }, async (root) => {
      await symlink(path.join(root, "site"), path.join(root, "site", "loop"));
      return load(root, { inventories: ["site"] });
    });
    expect(summary(outcome)).to.deep.equal(["w1 [all,ungrouped] 1"]);
  });

  it("runs no program in a folder", async () => {
    const outcome = await loadWith(
      { "site/hosts": "w1\n", "site/ec2.py": "#!/usr/bin/env python3\n" },
      ["site"],
      () => {
        throw new Error("it ran");
      },
    );
    expect(outcome.ok ? [] : outcome.faults.map(({ message }) => message)).to.deep.equal([
      "The inventory site/ec2.py cannot be used: it is a program in a folder.",
    ]);
  });
});

describe("inventory/sources/source: programs", () => {
  const FILES = { "inventory.py": "#!/usr/bin/env python3\n" };

  /** Loads the output of a program; `answers` has the output of each call by its arguments. */
  const printed = (answers: Readonly<Record<string, unknown>>) =>
    loadWith(FILES, ["inventory.py"], (_file, args): Promise<ProgramOutput> => {
      const answer = answers[args.join(" ")];
      if (answer === undefined) throw new Error(`unexpected call: ${args.join(" ")}`);
      return Promise.resolve({ is: "output", text: typeof answer === "string" ? answer : JSON.stringify(answer) });
    });

  it("reads groups, children, variables and _meta", async () => {
    const list = {
      _meta: { hostvars: { w1: { x: 1, ansible_host: "192.0.2.1", ansible_port: 2222 }, lone: { x: 5 } } },
      all: { children: ["site", "ungrouped"] },
      site: { children: ["web", "db"], vars: { x: 2 } },
      web: { hosts: ["w1", "w2"] },
      db: ["d1"],
      ungrouped: { hosts: ["lone"] },
    };
    const outcome = await printed({ "--list": list });
    expect(summary(outcome)).to.deep.equal([
      "w1 [all,site,web] 1",
      "w2 [all,site,web] 2",
      "d1 [all,site,db] 2",
      "lone [all,ungrouped] 5",
    ]);
    expect(loaded(outcome).settings.get("w1")).to.include({ address: "192.0.2.1", port: 2222 });
  });

  it("asks for the variables of each host without _meta", async () => {
    const outcome = await printed({ "--list": { web: ["w1", "w2"] }, "--host w1": { x: 1 }, "--host w2": {} });
    expect(summary(outcome)).to.deep.equal(["w1 [all,web] 1", "w2 [all,web] -"]);
  });

  it("never evaluates what a program prints, and says so", async () => {
    const outcome = await printed({
      "--list": { web: { hosts: ["w1"], vars: { x: "{{ inventory_hostname }}" } }, _meta: { hostvars: {} } },
    });
    expect(summary(outcome)).to.deep.equal(['w1 [all,web] "{{ inventory_hostname }}"']);
    expect(loaded(outcome).warnings.map(({ code }) => code)).to.deep.equal(["load/literal-template"]);
  });

  const PROBLEMS: readonly (readonly [unknown, string])[] = [
    ["", "what `inventory.py --list` printed cannot be read: it is not valid JSON"],
    ["Hello\n{}", "what `inventory.py --list` printed cannot be read: it is not valid JSON"],
    [[], "it is not an object of groups"],
    [{ web: 5 }, 'the group "web" is neither a list of hosts nor an object'],
    [{ web: { hosts: "w1" } }, '`hosts` of the group "web" is not a list of names'],
    [{ web: { hosts: [5] } }, '`hosts` of the group "web" is not a list of names'],
    [{ web: { children: {} } }, '`children` of the group "web" is not a list of names'],
    [{ web: { vars: [] } }, '`vars` of the group "web" is not an object'],
    [{ _meta: { hostvars: [] } }, "`hostvars` of `_meta` is not an object"],
    [{ _meta: { hostvars: { w1: 5 } } }, 'the variables of the host "w1" are not an object'],
  ];
  for (const [output, problem] of PROBLEMS) {
    it(`rejects ${JSON.stringify(output)}`, async () => {
      const outcome = await printed({ "--list": output });
      const [first, ...others] = outcome.ok ? [] : outcome.faults;
      expect(first?.message).to.include(problem);
      expect(first?.hint).to.include("It must print one JSON object");
      expect(others).to.deep.equal([]);
    });
  }

  it("rejects names of hosts that could be options", async () => {
    const outcome = await printed({ "--list": { web: ["-oProxyCommand=x"], _meta: { hostvars: {} } } });
    expect(reported(outcome)).to.deep.equal(["inventory.py:1:1 inventory/bad-host-name"]);
  });

  it("reports why a program failed, with what it wrote", async () => {
    const outcome = await loadWith(FILES, ["inventory.py"], () =>
      Promise.resolve({
        is: "failed",
        problem: "failed with exit code 3",
        hint: "Run it by hand.",
        details: ["no token"],
      }),
    );
    const [first] = outcome.ok ? [] : outcome.faults;
    expect(first).to.include({ code: "inventory/program", hint: "Run it by hand." });
    expect(first?.message).to.equal(
      "The inventory inventory.py cannot be used: `inventory.py --list` failed with exit code 3.",
    );
    expect(first?.details).to.deep.equal(["no token"]);
  });

  it("reads an executable file of text as text, because some file systems have no modes", async () => {
    const outcome = await withProject({ ...SITE, hosts: "[web]\nw1 x=1\n" }, async (root) => {
      await chmod(path.join(root, "hosts"), 0o777);
      return load(root, { inventories: ["hosts"] });
    });
    expect(summary(outcome)).to.deep.equal(["w1 [all,web] 1"]);
  });

  it("needs the permission to execute it", async () => {
    const outcome = await withProject(SITE, async (root) => {
      await writeFile(path.join(root, "ec2"), "#!/bin/sh\n");
      return load(root, { inventories: ["ec2"] });
    });
    expect(outcome.ok ? "" : outcome.faults[0].hint).to.equal("Run `chmod +x ec2`.");
  });
});
