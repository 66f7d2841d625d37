import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provision } from "../../src/cli/provision.ts";
import type { Parts } from "../../src/cli/provision.ts";
import type { Io } from "../../src/cli/io.ts";
import type { RunOptions } from "../../src/cli/options.ts";
import { pureModule } from "../../src/module/contract.ts";
import { fakeIo, input } from "./fake-io.ts";

const note = pureModule({
  name: "note",
  summary: "Says something.",
  args: { properties: { text: { type: "string", description: "What to say." } }, required: ["text"] },
  examples: [{ title: "Greet", args: { text: "hello" } }],
  decide: ({ text }) => ({ changes: [], result: { text } }),
});

const PARTS: Parts = {
  version: "1.2.3",
  runPlaybooks: () => Promise.resolve(() => Promise.resolve(0)),
  registry: () => Promise.resolve({ names: ["note"], load: () => Promise.resolve(note) }),
};

describe("cli/provision", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-cli-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(argv: readonly string[], changes: Partial<Io> = {}, parts: Partial<Parts> = {}) {
    const io = fakeIo({ tmpdir: folder, ...changes });
    const exit = await provision(argv, io, { ...PARTS, ...parts });
    return { exit, out: io.stdout.text(), err: io.stderr.text(), io };
  }

  function runner(started: RunOptions[]): Partial<Parts> {
    return {
      runPlaybooks: () =>
        Promise.resolve((options) => {
          started.push(options);
          return Promise.resolve(3);
        }),
    };
  }

  it("starts a run and returns its exit code", async () => {
    const started: RunOptions[] = [];
    expect((await run(["a.yaml", "-C"], {}, runner(started))).exit).to.equal(3);
    expect(started[0]).to.deep.include({ playbooks: ["a.yaml"], check: true, becomePassword: undefined });
  });

  it("asks for the password before the run, and masks it", async () => {
    const started: RunOptions[] = [];
    const { io, out, err } = await run(["a.yaml", "-K"], { stdin: input("hunter22\n") }, runner(started));
    expect(started[0]?.becomePassword?.reveal()).to.equal("hunter22");
    expect(io.mask.mask("hunter22")).not.to.include("hunter22");
    expect(out + err).not.to.include("hunter22");
  });

  it("asks for the passwords of SSH and sudo in this order, and masks both", async () => {
    const started: RunOptions[] = [];
    const argv = ["a.yaml", "-k", "-K"];
    const { io } = await run(argv, { stdin: input("of SSH 1\r\nof sudo 1\n") }, runner(started));
    expect(started[0]?.sshPassword?.reveal()).to.equal("of SSH 1");
    expect(started[0]?.becomePassword?.reveal()).to.equal("of sudo 1");
    expect(io.mask.mask("of SSH 1, of sudo 1")).not.to.match(/SSH|sudo/);
    for (const [text, flag] of [
      ["", "--ask-pass"],
      ["one\n", "--ask-become-pass"],
      ["one", "--ask-become-pass"],
    ] as const) {
      const { exit, err } = await run(argv, { stdin: input(text) }, runner(started));
      expect(exit).to.equal(2);
      expect(err).to.include(`No password was entered for ${flag}:`);
    }
    expect(started).to.have.length(1);
  });

  it("does not run without the requested password", async () => {
    const started: RunOptions[] = [];
    const { exit, err } = await run(["a.yaml", "-K"], {}, runner(started));
    expect(exit).to.equal(2);
    expect(err).to.include("cli/no-password");
    expect((await run(["a.yaml", "-K"], { stdin: input("\u0003", true) }, runner(started))).exit).to.equal(130);
    expect(started).to.be.empty;
  });

  it("reports an invalid command line on standard error", async () => {
    const { exit, out, err } = await run(["a.yaml", "--chekc"]);
    expect(exit).to.equal(2);
    expect(out).to.equal("");
    expect(err)
      .to.include("There is no flag --chekc.")
      .and.to.include("Did you mean --check?")
      .and.to.match(/Exit 2: .*\n$/);
  });

  it("reports an invalid command line as JSON with --json", async () => {
    const { exit, out, err } = await run(["--chekc", "--json"]);
    const lines = out.trimEnd().split("\n");
    expect(exit).to.equal(2);
    expect(JSON.parse(lines[0] ?? "")).to.include({ event: "error", code: "cli/unknown-flag" });
    expect(JSON.parse(lines[1] ?? "")).to.deep.equal({ event: "recap", hosts: {}, duration_ms: 0, exit: 2 });
    expect(err).to.include("--chekc");
  });

  it("prints documentation, lists and schemas", async () => {
    expect((await run(["doc"])).out).to.match(/^modules:\n {2}note {2}Says something\.\n/);
    expect((await run(["doc", "note"])).out)
      .to.include("text (string, required)")
      .and.to.include("text: hello");
    expect((await run(["schema"])).out).to.equal("events\nplaybook\ntasks\nrole\ninventory\nvars\n");
    expect(JSON.parse((await run(["schema", "events"])).out)).to.include.keys("$schema", "oneOf");
    expect(await run(["--version"])).to.include({ exit: 0, out: "1.2.3\n", err: "" });
    expect(await run(["--help"])).to.include({ exit: 0, err: "" });
  });

  it("suggests the name that was probably meant", async () => {
    expect(await run(["doc", "nite"])).to.include({ exit: 2 });
    expect((await run(["doc", "nite"])).err).to.include("Did you mean note?");
    expect((await run(["schema", "x"])).err).to.include(
      "Name one of the schemas: events, playbook, tasks, role, inventory, vars.",
    );
  });

  it("writes the masked stack trace of a defect to a private file", async () => {
    const { exit, err, io } = await run(
      ["a.yaml", "-K"],
      { stdin: input("hunter22\n") },
      {
        runPlaybooks: () => Promise.reject(new Error("impossible: hunter22", { cause: new Error("inner") })),
      },
    );
    const file = `${io.tmpdir}/provision-defect-0123456789abcdef.txt`;
    expect(exit).to.equal(70);
    expect(err).to.include(file).and.not.to.include("hunter22");
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readFileSync(file, "utf8")).to.match(/provision 1\.2\.3[^]*impossible: \*+\n[^]*caused by Error: inner/);
  });

  it("shows the stack trace if no file can be written", async () => {
    const registry = () => Promise.reject(new Error("impossible"));
    const { exit, err } = await run(["doc"], { tmpdir: join(folder, "not/there") }, { registry });
    expect(exit).to.equal(70);
    expect(err).to.include("Error: impossible").and.not.to.include("not/there/");
  });
});
