import { expect } from "chai";
import { withProject } from "../test-project.ts";

const FILES = {
  "inventory.yaml": `all:
  hosts: { lone: { port: 2222 } }
  children:
    site: { children: { web: { hosts: { w1: { x: "{{ inventory_hostname }}" }, w2: } }, db: { hosts: { w2: } } }, vars: { x: 1 } }
`,
  "group_vars/web.yaml": 'y: [1, "two"]\nlater: "{{ facts.os.family }}"\npassword: "{{ word }}"\n',
};

const show = (argv: readonly string[], files: Readonly<Record<string, string>> = FILES) =>
  withProject(async ({ run, write }) => {
    for (const [name, text] of Object.entries(files)) await write(name, text);
    await run(["secrets", "keygen"]);
    await write("secrets.yaml", "word: hunter22\n");
    await run(["secrets", "encrypt", "secrets.yaml"]);
    return run(["inventory", ...argv]);
  });

describe("cli/commands/inventory", () => {
  it("prints JSON in the form of a dynamic inventory, with masked secrets", async () => {
    const { exit, out } = await show(["--list", "-e", "z=1"]);
    expect(exit).to.equal(0);
    expect(out).to.not.include("hunter22");
    const web = { y: [1, "two"], word: "********", password: "********", z: "1" };
    expect(JSON.parse(out)).to.deep.equal({
      _meta: {
        hostvars: {
          lone: { word: "********", port: 2222, z: "1" },
          w1: { ...web, x: "w1" },
          w2: { ...web, x: 1 },
        },
      },
      all: { children: ["ungrouped", "site"] },
      ungrouped: { hosts: ["lone"] },
      site: { children: ["web", "db"] },
      web: { hosts: ["w1", "w2"] },
      db: { hosts: ["w2"] },
    });
  });

  it("can be read again as a program's output", async () => {
    const { out } = await show(["--list"]);
    await withProject(async ({ folder, run, write }) => {
      await write("printed.json", out);
      await write("again", `#!/bin/sh\nexec cat ${folder}/printed.json\n`);
      const { chmod } = await import("node:fs/promises");
      await chmod(`${folder}/again`, 0o755);
      const again = await run(["inventory", "--graph", "-i", "again"]);
      expect(again.out).to.equal((await show(["--graph"])).out);
    });
  });

  it("prints the groups as a tree, as ansible-inventory does", async () => {
    expect((await show(["--graph"])).out).to.equal(`@all:
  |--@ungrouped:
  |  |--lone
  |--@site:
  |  |--@web:
  |  |  |--w1
  |  |  |--w2
  |  |--@db:
  |  |  |--w2
`);
  });

  it("prints the variables of one host", async () => {
    expect(JSON.parse((await show(["--host", "w1"])).out)).to.deep.equal({
      x: "w1",
      y: [1, "two"],
      word: "********",
      password: "********",
    });
    const { exit, err } = await show(["--host", "w3"]);
    expect(exit).to.equal(2);
    expect(err).to.include("The inventory has no host or group `w3`.").and.include("Did you mean `w1`?");
  });

  it("reports a fault of the inventory with its position and lines", async () => {
    const { exit, err } = await show(["--graph"], { "inventory.yaml": "all: { hosts: { 'w[2:1]': } }\n" });
    expect(exit).to.equal(2);
    expect(err).to.include("inventory.yaml:1:17").and.include("inventory/bad-range").and.include("'w[2:1]'");
  });

  for (const argv of [[], ["--list", "--graph"], ["--list", "--host", "w1"]]) {
    it(`needs one form: ${argv.join(" ") || "none"}`, async () => {
      const { exit, err } = await show(argv);
      expect(exit).to.equal(2);
      expect(err).to.include("cli/inventory-form");
    });
  }
});
