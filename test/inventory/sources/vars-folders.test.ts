import { rm, symlink } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { createScope } from "../../../src/language/scope.ts";
import { hostLayers } from "../../../src/inventory/variables.ts";
import { load, loaded, loadFiles, reported, withProject } from "../../load/temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const PROJECT = {
  "inventory.yaml": "web: { hosts: { web1.example.com: { ansible_connection: local } } }\n",
  "site.yaml": "- hosts: all\n",
};

/** The values of the variables a, b and c on the only host. */
async function values(files: Files): Promise<unknown[]> {
  const { inventory } = loaded(await loadFiles({ ...PROJECT, ...files }));
  const [host] = inventory.hosts.values();
  if (!host) throw new Error("no host");
  const scope = createScope(hostLayers(inventory, host));
  return ["a", "b", "c"].map((name) => {
    const outcome = scope.lookup(name);
    return outcome?.ok ? outcome.value : undefined;
  });
}

async function warnings(files: Files): Promise<string[]> {
  const outcome = loaded(await loadFiles({ ...PROJECT, ...files }));
  return outcome.warnings.map(({ message, hint }) => `${message} ${hint}`);
}

async function faults(files: Files): Promise<string[]> {
  return reported(await loadFiles({ ...PROJECT, ...files }));
}

describe("inventory/sources/vars-folders", () => {
  for (const ending of ["", ".yaml", ".yml"]) {
    it(`reads group_vars/web${ending} and host_vars/web1.example.com${ending}`, async () => {
      const files = { [`group_vars/web${ending}`]: "a: 1\nb: 1\n", [`host_vars/web1.example.com${ending}`]: "b: 2\n" };
      expect(await values(files)).to.deep.equal([1, 2, undefined]);
      expect(await warnings(files)).to.deep.equal([]);
    });
  }

  it("reads group_vars/web.json", async () => {
    expect(await values({ "group_vars/web.json": '{ "a": 1 }\n' })).to.deep.equal([1, undefined, undefined]);
  });

  it("reads all files of a folder in order, with those of its folders, but no hidden files, backups or other endings", async () => {
    const files = {
      "group_vars/web/10-first": "a: first\nb: first\n",
      "group_vars/web/20.yml": "b: 20\n",
      "group_vars/web/inner/30.json": '{ "c": 30 }\n',
      "group_vars/web/.hidden.yaml": "a: hidden\n",
      "group_vars/web/40.yaml~": "a: backup\n",
      "group_vars/web/README.md": "# Not YAML: [\n",
    };
    expect(await values(files)).to.deep.equal(["first", 20, 30]);
  });

  it("gives a file precedence over the folder of its group", async () => {
    const folder = { "group_vars/web/x.yaml": "a: folder\nb: folder\n" };
    expect(await values({ ...folder, "group_vars/web.yml": "b: file\n" })).to.deep.equal(["folder", "file", undefined]);
  });

  const twins: readonly (readonly [string, string])[] = [
    ["group_vars/web", "group_vars/web.yaml"],
    ["group_vars/web.yaml", "group_vars/web.yml"],
    ["group_vars/web.json", "group_vars/web.yaml"],
    ["host_vars/web1.example.com", "host_vars/web1.example.com.yml"],
    ["group_vars/web/x.yaml", "group_vars/web/x.yml"],
  ];
  for (const [first, second] of twins) {
    it(`rejects ${first} next to ${second}`, async () => {
      expect(await faults({ [first]: "{}\n", [second]: "{}\n" })).to.deep.equal([`${second}:1:1 load/two-files`]);
    });
  }

  for (const part of ["tasks", "handlers", "defaults", "vars", "meta", "verify", "teardown"]) {
    it(`rejects two main files in ${part}/ of a role`, async () => {
      const content = part === "defaults" || part === "vars" || part === "meta" ? "{}\n" : "[]\n";
      const files = { [`roles/r/${part}/main.yaml`]: content, [`roles/r/${part}/main.yml`]: content };
      const site = "- hosts: all\n  roles: [r]\n";
      expect(await faults({ ...files, "site.yaml": site })).to.deep.equal([
        `roles/r/${part}/main.yml:1:1 load/two-files`,
      ]);
    });
  }

  for (const ending of [".yaml", ".yml", ".json", ""]) {
    it(`reads main${ending} of a role`, async () => {
      const files = { [`roles/r/tasks/main${ending}`]: '[{ "unknown": 1 }]\n' };
      const site = "- hosts: all\n  roles: [r]\n";
      expect(await faults({ ...files, "site.yaml": site })).to.deep.equal([
        `roles/r/tasks/main${ending}:1:4 load/unknown-module`,
      ]);
    });
  }

  it("reports a folder that contains itself", async () => {
    const found = await withProject({ ...PROJECT, "group_vars/web/x.yaml": "a: 1\n" }, async (root) => {
      for (const name of ["loop", "loop2"]) await symlink(".", path.join(root, "group_vars/web", name));
      const outcome = await load(root);
      return outcome.ok ? [] : outcome.faults.map(({ message }) => message);
    });
    expect(found).to.deep.equal(
      ["loop", "loop2"].map((name) => `group_vars/web/${name} cannot be read: it contains itself.`),
    );
  });

  const unused: Readonly<Record<string, string | undefined>> = {
    "group_vars/wbe": "Did you mean `web`?",
    "group_vars/wbe.yml": "Did you mean `web`?",
    "group_vars/database.json": "Rename it to the name of a group, or remove it.",
    "group_vars/wbe/x.yaml": "Did you mean `web`?",
    "group_vars/web.ymal": "Did you mean `web.yaml`?",
    "host_vars/web1.example.com.yaml.bak": undefined,
    "group_vars/notes.txt": undefined,
    "group_vars/.gitkeep": undefined,
  };
  for (const [file, hint] of Object.entries(unused)) {
    it(`${hint === undefined ? "says nothing" : "warns"} about ${file}`, async () => {
      const [warning] = await warnings({ [file]: "a: 1\n" });
      if (hint === undefined) expect(warning).to.equal(undefined);
      else expect(warning).to.include(hint);
    });
  }

  it("reports a symbolic link that leads nowhere", async () => {
    for (const file of ["group_vars", "group_vars/web.yaml"]) {
      await withProject({ ...PROJECT, "group_vars/other.yaml": "" }, async (root) => {
        await rm(path.join(root, file), { recursive: true, force: true });
        await symlink("/nowhere", path.join(root, file));
        const outcome = await load(root);
        expect(outcome.ok ? "" : outcome.faults[0].message).to.include(
          "is a symbolic link to /nowhere, which does not",
        );
      });
    }
  });

  it("reports a file where a folder should be", async () => {
    expect(await faults({ group_vars: "a: 1\n" })).to.deep.equal(["load/unreadable"]);
  });

  it("warns of folders in the project, if inventory and playbook are elsewhere", async () => {
    const { "inventory.yaml": inventory, "site.yaml": site } = PROJECT;
    const files = {
      "playbooks/site.yaml": site,
      "hosts/prod.yaml": inventory,
      "group_vars/web.yaml": "a: 1\n",
      "hosts/host_vars/x": "{}\n",
    };
    const request = { inventories: ["hosts/prod.yaml"], playbooks: ["playbooks/site.yaml"] };
    const { warnings: found } = loaded(await loadFiles(files, request));
    expect(found.map(({ message, hint }) => `${message} ${hint}`)).to.deep.equal([
      "group_vars/ is not read, because neither an inventory nor a playbook is next to it. Move its files to hosts/group_vars/.",
      "hosts/host_vars/x matches no host of the inventory, so it is ignored. Rename it to the name of a host, or remove it.",
    ]);
  });
});

/** Sources of variables of one host, lowest precedence first: the rows 3 to 10 of Ansible's table. */
const PRECEDENCE: readonly (readonly [string, string])[] = [
  ["the group in the inventory file", "hosts/prod.yaml"],
  ["group_vars/all next to the inventory", "hosts/group_vars/all.yaml"],
  ["group_vars/all next to the playbook", "playbooks/group_vars/all/x.json"],
  ["group_vars/parent next to the inventory", "hosts/group_vars/parent.yml"],
  ["group_vars/web next to the inventory", "hosts/group_vars/web/x.yaml"],
  ["group_vars/parent next to the playbook", "playbooks/group_vars/parent"],
  ["group_vars/web next to the playbook", "playbooks/group_vars/web.yaml"],
  ["the host in the inventory file", "hosts/prod.yaml"],
  ["host_vars next to the inventory", "hosts/host_vars/w1.yaml"],
  ["host_vars next to the playbook", "playbooks/host_vars/w1/x.yml"],
];

describe("inventory/sources/vars-folders: next to inventory and playbook", () => {
  /** The value of a variable that these sources define, each with its own name. */
  async function effective(sources: readonly (readonly [string, string])[], more: Files = {}) {
    const named = (name: string) => JSON.stringify({ x: name });
    const inFile = (name: string) => (sources.some(([own]) => own === name) ? named(name) : "{}");
    const inventory = `all: { children: { parent: { children: { web: { hosts: { w1: ${inFile("the host in the inventory file")} } } } } }, vars: ${inFile("the group in the inventory file")} }\n`;
    const others = sources.filter(([, file]) => file !== "hosts/prod.yaml");
    const files = {
      ...Object.fromEntries(others.map(([name, file]) => [file, named(name)])),
      "hosts/prod.yaml": inventory,
      "playbooks/site.yaml": "- hosts: all\n",
      ...more,
    };
    const request = { inventories: ["hosts/prod.yaml"], playbooks: ["playbooks/site.yaml"] };
    const { inventory: read } = loaded(await loadFiles(files, request));
    const host = read.hosts.get("w1");
    const found = host && createScope(hostLayers(read, host)).lookup("x");
    return found?.ok ? found.value : undefined;
  }

  for (const [index, higher] of PRECEDENCE.entries()) {
    const lower = PRECEDENCE[index - 1];
    if (!lower) continue;
    it(`${higher[0]} overrides ${lower[0]}`, async () => {
      expect(await effective([lower, higher])).to.equal(higher[0]);
      expect(await effective([lower])).to.equal(lower[0]);
    });
  }

  it("reads a folder once that has both an inventory and a playbook", async () => {
    const { warnings: found } = loaded(
      await loadFiles({ ...PROJECT, "group_vars/web.yaml": "a: 1\n", "group_vars/nobody.yaml": "{}\n" }),
    );
    expect(found.map(({ code }) => code)).to.deep.equal(["inventory/unused-vars"]);
  });

  it("takes connection settings from next to the playbook", async () => {
    const files = {
      ...PROJECT,
      "playbooks/site.yaml": "- hosts: all\n",
      "playbooks/host_vars/web1.example.com.yaml": "ansible_user: deploy\n",
    };
    const { settings } = loaded(await loadFiles(files, { playbooks: ["playbooks/site.yaml"] }));
    expect(settings.get("web1.example.com")?.user).to.equal("deploy");
  });

  it("rejects variables next to playbooks in two folders", async () => {
    const site = "- hosts: all\n";
    const files = {
      ...PROJECT,
      "a/site.yaml": site,
      "a/group_vars/web": "a: 1\n",
      "b/site.yaml": site,
      "b/host_vars/x": "a: 2\n",
    };
    const playbooks = ["a/site.yaml", "b/site.yaml"];
    expect(reported(await loadFiles(files, { playbooks }))).to.deep.equal(["inventory/two-vars-folders"]);
    expect(
      reported(await loadFiles({ ...files, "b/host_vars/x": "a: 2\n" }, { playbooks: ["b/site.yaml"] })),
    ).to.deep.equal([]);
  });
});
