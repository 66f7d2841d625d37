import { expect } from "chai";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { onThisMachine } from "../on-this-machine.ts";
import { withProject, type Ran, type TestProject } from "../test-project.ts";

/** Makes sure that a file has one line. */
const LINE = `
export default ({ shellModule, read, write, good, fault }) => shellModule({
  name: "one_line",
  summary: "Makes sure that a file has one line.",
  args: {
    required: ["path", "line"],
    properties: {
      path: { type: "string", description: "The file.", pattern: "^/" },
      line: { type: "string", description: "Its line." },
    },
  },
  examples: [{ title: "A greeting", args: { path: "/etc/motd", line: "hello" } }],
  probe: ({ path }) => ({ script: read\`cat \${path} 2>/dev/null || :\`, parse: ({ stdout }) => good(stdout) }),
  decide: ({ path, line }, state) => {
    if (line === "bad") return { changes: [], result: {}, fault: fault("It is bad.", "Write a good one.") };
    if (line === "throw") throw new Error("no such line");
    if (line === "nothing") return undefined;
    const change = { resource: { kind: "path", name: path }, summary: "write the line", before: state, after: line };
    return { changes: state.trim() === line ? [] : [change], result: { line } };
  },
  apply: ({ path, line }) => ({ script: write\`printf '%s\\\\n' \${line} >\${path}\` }),
});
`;

const task = (line: string) => `
- hosts: all
  gather_facts: false
  tasks: [{ one_line: { path: "{{ file }}", line: ${line} } }]
`;

interface WithModule extends TestProject {
  readonly provision: (...argv: string[]) => Promise<Ran>;
}

function withModule(use: (project: WithModule) => Promise<void>, module = LINE, name = "library/one_line.mjs") {
  return withProject(async (project) => {
    const { folder, home, run, write } = project;
    await write("inventory.yaml", "all: { hosts: { here: { connection: local } } }\n");
    await write("site.yaml", task("it's $HOME"));
    await write(name, module);
    await use({
      ...project,
      provision: (...argv) => run([...argv, "-e", `file=${path.join(folder, "made")}`], onThisMachine(home)),
    });
  });
}

function text({ out, err }: Ran): string {
  return out + err;
}

describe("cli/library", function () {
  this.timeout(20_000);

  for (const name of ["library/one_line.mjs", "roles/web/library/one_line.mjs"]) {
    it(`runs the module ${name} as one of provision's`, () =>
      withModule(
        async ({ provision, read }) => {
          const check = await provision("site.yaml", "--check", "--exit-code");
          expect(check.exit, text(check)).to.equal(4);
          expect(text(check)).to.not.include("is not read");
          const ran = await provision("site.yaml");
          expect(ran.exit, text(ran)).to.equal(0);
          expect(await read("made")).to.equal("it's $HOME\n");
          expect((await provision("site.yaml", "--check", "--exit-code")).exit).to.equal(0);
        },
        LINE,
        name,
      ));
  }

  it("checks its arguments before any connection, and documents it", () =>
    withModule(async ({ provision, write, run }) => {
      await write("site.yaml", "- { hosts: all, tasks: [{ one_line: { path: relative, lin: x } }] }\n");
      const wrong = await provision("site.yaml");
      expect(wrong.exit).to.equal(2);
      expect(text(wrong)).to.include("`path`").and.to.include("`lin`");
      expect(text(await run(["doc", "one_line"]))).to.include("Makes sure that a file has one line.");
      expect(text(await run(["doc", "modules"]))).to.match(/one_line +Makes sure/);
    }));

  const failures: readonly (readonly [string, string])[] = [
    ["bad", "It is bad."],
    ["throw", "The module library/one_line.mjs threw an error in line 16: no such line."],
    ["nothing", "`decide` returned no `{ changes, result }`"],
  ];
  for (const [line, message] of failures) {
    it(`fails the task if the module says or does so: ${line}`, () =>
      withModule(async ({ provision, write }) => {
        await write("site.yaml", task(line));
        const ran = await provision("site.yaml");
        expect(ran.exit, text(ran)).to.equal(1);
        expect(text(ran)).to.include(message);
      }));
  }

  const wrong: readonly (readonly [string, string, string, string?])[] = [
    ["has a syntax error", "export default () => {\n  const x = ;\n};\n", "because of line 2: Unexpected token ';'"],
    ["throws when it is loaded", "\nthrow new Error('boom');\n", "because of line 2: boom"],
    ["imports what is missing", 'import "./none.mjs";\n', "Cannot find module"],
    ["exports nothing", "export const x = 1;\n", "it has no function as its default export"],
    ["makes no module", "export default () => ({});\n", "neither a `shellModule` nor a `pureModule`"],
    ["has another name", LINE.replace('"one_line"', '"other"'), '`name` is "other"'],
    ["lacks a step", LINE.replace("apply:", "applies:"), "`apply` is not a function"],
    ["lacks an example", LINE.replace("examples:", "shown:"), "`examples` is not a list"],
    [
      "has an argument without a description",
      LINE.replace('description: "Its line."', ""),
      "the argument `line` has no",
    ],
    ["has arguments that are no schema", LINE.replace('"^/"', '"("'), "`args` is no schema"],
    ["has the name of a built-in", LINE, "There is a built-in module copy", "library/copy.mjs"],
    ["has no name of a module", LINE, "is not named as a module may be", "library/One-Line.mjs"],
  ];
  for (const [title, module, message, name] of wrong) {
    it(`rejects a file that ${title} with one error before any connection`, () =>
      withModule(
        async ({ provision }) => {
          const ran = await provision("site.yaml");
          expect(ran.exit, text(ran)).to.equal(2);
          expect(text(ran))
            .to.include(message)
            .and.to.include(name ?? "library/one_line.mjs");
          expect(text(ran).match(/ERROR/g)).to.have.lengthOf(1);
        },
        module,
        name,
      ));
  }

  it("rejects two files of one name", () =>
    withModule(async ({ provision, write }) => {
      await write("roles/web/library/one_line.mjs", LINE);
      expect(text(await provision("site.yaml"))).to.include("Two files are the module one_line");
    }));

  for (const place of ["library", "library/one_line.mjs"]) {
    it(`does not run code if others can write to ${place}`, () =>
      withModule(async ({ provision, folder }) => {
        await chmod(path.join(folder, place), 0o777);
        const ran = await provision("site.yaml");
        expect(ran.exit).to.equal(2);
        expect(text(ran))
          .to.include("is not used, because others could change what it does")
          .and.to.not.include("EVIL");
      }, `process.stdout.write("EVIL");\n${LINE}`));
  }
});
