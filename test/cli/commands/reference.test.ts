import { expect } from "chai";
import { allEntries } from "../../../src/errors/define.ts";
import { FACTS } from "../../../src/language/facts/catalogue.ts";
import { FUNCTIONS } from "../../../src/language/functions/table.ts";
import { KEYWORDS } from "../../../src/load/schemas/catalogue.ts";
import { registry } from "../../../src/modules/registry.ts";
import { withProject } from "../test-project.ts";

const run = (...argv: readonly string[]) => withProject(({ run: provision }) => provision(argv));

describe("cli/commands: doc", () => {
  it("explains a keyword, a function, a fact and a setting", async () => {
    expect((await run("doc", "throttle")).out).to.match(/^throttle \(keyword\)\n {2}Of: task/);
    expect((await run("doc", "lower")).out).to.include('{{lower "Main"}} or !cel lower("Main")\n      gives "main"');
    const fact = await run("doc", "facts.hostname");
    expect(fact.out).to.include("facts.hostname (fact)").and.include('For example "web1"');
    expect((await run("doc", "facts.os.family")).out).to.match(/^facts\.os \(fact\)/);
    expect((await run("doc", "ansible_port")).out).to.match(/^ssh_port \(setting\)/);
  });

  it("shows everything of one name", async () => {
    const { out } = await run("doc", "fail");
    expect(out).to.include("fail: ");
    const { out: become } = await run("doc", "become");
    expect(become).to.include("(keyword)").and.include("(setting)");
  });

  it("lists all names, and says which ones a wrong one resembles", async () => {
    const { out } = await run("doc");
    for (const name of [...registry.names, ...KEYWORDS, ...FUNCTIONS, ...FACTS].map((one) =>
      typeof one === "string" ? one : one.name,
    ))
      expect(out).to.include(name);
    const sections = [];
    for (const kind of ["modules", "keywords", "functions", "facts", "settings"]) {
      sections.push((await run("doc", kind)).out);
      expect(sections.at(-1)).to.match(new RegExp(`^${kind}:\n {2}\\w`));
    }
    expect(sections.join("\n")).to.equal(out);
    const { exit, err } = await run("doc", "thrott");
    expect(exit).to.equal(2);
    expect(err).to.include("Did you mean throttle?");
    expect((await run("doc", "ansible.builtin.copy")).out).to.match(/^copy: /);
  });
});

describe("cli/commands: explain", () => {
  it("says what an error means, when it comes and what to do", async () => {
    const { exit, out } = await run("explain", "cli/empty-limit");
    expect(exit).to.equal(0);
    expect(out).to.include("message  The value of --limit is empty.").and.include("when     While the command line");
    const json = JSON.parse((await run("explain", "cli/unknown-flag", "--json")).out) as object;
    expect(json).to.include({ code: "cli/unknown-flag", message: "There is no flag ‹flag›." });
  });

  it("knows every code of the catalogue", async () => {
    await run("explain", "cli/usage");
    const codes = [...allEntries().keys()];
    expect(codes).to.include.members(["load/missing-playbook", "run/command-failed", "secrets/no-action"]);
    const rooms = new Set(codes.map((code) => code.split("/")[0]));
    expect(rooms.size).to.be.greaterThan(10);
  });

  it("says which codes a wrong one resembles", async () => {
    const { exit, err } = await run("explain", "cli/empty-limt");
    expect(exit).to.equal(2);
    expect(err).to.include("Did you mean cli/empty-limit");
    expect((await run("explain")).exit).to.equal(2);
  });
});
