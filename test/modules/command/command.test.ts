import { expect } from "chai";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Unknown } from "../../../src/model/unknown.ts";
import { command } from "../../../src/modules/command/command.ts";
import { NOTHING_PREDICTED, predictedFrom, withDefaults, Target } from "../lib/target.ts";

type Result = Readonly<Record<string, unknown>>;

describe("command", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  async function result(args: Result): Promise<Result> {
    const { applied } = await target.run(command, args);
    if (!applied?.ok) throw new Error("the command was not run");
    return applied.value;
  }

  it("passes every word on unchanged", async () => {
    const words = ["it's", 'a "b"', "$HOME", "two  blanks", "", "-n", "*", "line\nbreak", "\\", "äöü", ";"];
    const { stdout_lines } = await result({ argv: ["printf", "<%s>", ...words] });
    expect((stdout_lines as string[]).join("\n")).to.equal(words.map((word) => `<${word}>`).join(""));
  });

  it("returns the exit status and both outputs, also of a failed command", async () => {
    const argv = ["sh", "-c", "echo out; echo; echo err >&2; exit 255"];
    expect(await result({ argv })).to.include({ rc: 255, stdout: "out", stderr: "err" });
    expect(await result({ cmd: "no_such_program_x a" })).to.include({ rc: 127, stdout: "" });
    expect(await result({ argv: ["sh", "-c", "kill -9 $$"] })).to.include({ rc: 137 });
  });

  it("is not taken for a failed command if its output cannot be stored: the command is not run", async () => {
    rmSync(target.path(".run"), { recursive: true });
    const { applied } = await target.run(command, { argv: ["touch", target.path("ran")] });
    expect(applied).to.have.nested.property("faults[0].code", "modules/step-failed");
    expect(existsSync(target.path("ran"))).to.equal(false);
  });

  it("runs in the given folder, with the given input", async () => {
    mkdirSync(target.path("a b"));
    expect(await result({ cmd: "pwd", chdir: target.path("a b") })).to.include({ stdout: target.path("a b") });
    expect(await result({ cmd: "cat", stdin: "one\n'two'" })).to.include({ stdout: "one\n'two'" });
    expect(await result({ cmd: "cat" })).to.include({ stdout: "" });
    const { fault } = await target.run(command, { cmd: "true", chdir: target.path("none") });
    expect(fault).to.include({ code: "modules/no-chdir", missing: true });
  });

  it("says that a working directory cannot be entered, and an earlier task may still replace it", async () => {
    writeFileSync(target.path("f"), "");
    const args = { cmd: "true", chdir: target.path("f") };
    expect((await target.run(command, args)).fault?.code).to.equal("modules/closed-chdir");
    const full = withDefaults(command, args);
    const folder = { resource: { kind: "path", name: target.path("f") }, after: { type: "directory" } } as const;
    const decision = command.decide(full, await target.probe(command, full), predictedFrom([folder]));
    expect(decision.fault).to.equal(undefined);
  });

  it("takes `creates` and `removes` as patterns too, in which nothing but a glob is expanded", async () => {
    const skips = async (args: Record<string, string>) => {
      const { changes } = await target.run(command, { cmd: "true", ...args });
      const read = command.asRead?.(withDefaults(command, { cmd: "echo ran", ...args }));
      const isSkipped = read && (await target.send(read.script)).stdout === "";
      expect(isSkipped).to.equal(changes.length === 0);
      return isSkipped;
    };
    writeFileSync(target.path("app-1.0 x"), "");
    writeFileSync(target.path("[a]"), "");
    for (const name of ["app-*", "app-1.?  x".replace("  ", " "), "[a]", "[a-c]*.? x"]) {
      expect(await skips({ creates: target.path(name) }), name).to.equal(true);
      expect(await skips({ removes: target.path(name) }), name).to.equal(false);
    }
    for (const name of ["app", "$(touch hacked)*", "app-1.0* y", "b*"]) {
      expect(await skips({ creates: target.path(name) }), name).to.equal(false);
      expect(await skips({ removes: target.path(name) }), name).to.equal(true);
    }
    expect(existsSync(target.path("hacked"))).to.equal(false);
  });

  for (const cmd of [
    "a | b",
    "a || b",
    "a && b",
    "a > f",
    "a >> f",
    "a 2>&1",
    "a 2>/dev/null",
    "a < f",
    "a &",
    "a &> f",
  ]) {
    it(`rejects ${cmd}, because only a shell interprets it`, async () => {
      const { fault } = await target.run(command, { cmd });
      expect(fault?.code).to.equal("modules/argument");
      expect(fault?.hint).to.include("`shell`");
    });
  }

  for (const cmd of [
    "printf '|'",
    'printf ">"',
    "printf a>b",
    "printf \\|",
    "printf {} ;",
    "printf a&b",
    "printf =>",
  ]) {
    it(`runs ${cmd}`, async () => {
      expect(await result({ cmd })).to.include({ rc: 0 });
    });
  }

  it("keeps both ends of a long output and reports how many bytes are left out", async () => {
    const { stdout } = await result({
      argv: ["sh", "-c", "echo first; head -c 5000000 /dev/zero | tr '\\0' x; echo last"],
    });
    const text = String(stdout);
    expect(text.length).to.be.lessThan(1_100_000);
    expect(text.startsWith("first\n")).to.equal(true);
    expect(text.endsWith("xlast")).to.equal(true);
    expect(text).to.include("bytes left out]");
  });

  it("keeps NUL bytes, and leaves nothing in the run's folder but an empty list of processes", async () => {
    expect(await result({ argv: ["printf", "a\\000b"] })).to.include({ stdout: "a\0b" });
    expect(readdirSync(target.path(".run"))).to.deep.equal(["pids"]);
    expect(readFileSync(target.path(".run", "pids"), "utf8")).to.equal("");
  });

  it("records the process id and start time while it runs", async () => {
    const { stdout } = await result({
      argv: ["sh", "-c", 'cat "$0"; echo $$; cut -d" " -f22 /proc/$$/stat', target.path(".run", "pids")],
    });
    const [recorded, pid, started] = String(stdout).split("\n");
    expect(recorded).to.equal(`${pid ?? ""} ${started ?? ""}`);
  });

  it("does not wait for background processes, which cannot write into the result", async () => {
    const { stdout } = await result({ argv: ["sh", "-c", "sleep 20 & echo $!"] });
    const pid = Number(stdout);
    expect(existsSync(`/proc/${pid}`)).to.equal(true);
    process.kill(pid);
  });

  it("runs nothing if `creates` exists or `removes` does not", async () => {
    writeFileSync(target.path("f"), "");
    const run = async (more: Result) => (await target.run(command, { cmd: "true", ...more })).changes.length;
    expect(await run({ creates: target.path("f") })).to.equal(0);
    expect(await run({ creates: "f", chdir: target.folder })).to.equal(0);
    expect(await run({ creates: target.path("g") })).to.equal(1);
    expect(await run({ removes: target.path("g") })).to.equal(0);
    expect(await run({ removes: target.path("f") })).to.equal(1);
  });

  it("is unknown in check mode, unless the file that it creates is predicted", async () => {
    const full = withDefaults(command, { cmd: "true", creates: "/x/y" });
    const state = await target.probe(command, full);
    const decision = command.decide(full, state, NOTHING_PREDICTED);
    expect(decision.unpredictable).to.be.a("string");
    expect(decision.result["rc"]).to.be.instanceOf(Unknown);
    const predicted = predictedFrom([{ resource: { kind: "path", name: "/x/y" }, after: { type: "file" } }]);
    expect(command.decide(full, state, predicted).changes).to.deep.equal([]);
  });

  it("rejects a line with an unclosed quote", async () => {
    expect((await target.run(command, { cmd: "echo 'a" })).fault?.code).to.equal("modules/argument");
    const full = withDefaults(command, { cmd: "echo 'a" });
    expect(command.asRead?.(full).parse({ stdout: "", stderr: "", exit: 0 }).ok).to.equal(false);
  });

  it("writes no file as a read, and returns the same result", async () => {
    const full = withDefaults(command, { argv: ["sh", "-c", "cat; echo e >&2; exit 3"], stdin: "in" });
    const read = command.asRead?.(full);
    if (!read) throw new Error("the module has no asRead");
    const parsed = read.parse(await target.send(read.script));
    expect(parsed.ok && parsed.value).to.include({ rc: 3, stdout: "in", stderr: "e" });
    expect(readdirSync(target.path(".run"))).to.deep.equal([]);
  });
});
