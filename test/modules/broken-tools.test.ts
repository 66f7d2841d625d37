import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openLocal } from "../../src/connection/local.ts";
import { good, type Fault } from "../../src/errors/fault.ts";
import type { ShellModule } from "../../src/module/contract.ts";
import { inEnvironment } from "../../src/module/environment.ts";
import type { Script } from "../../src/module/script.ts";
import { textContent } from "../../src/modules/lib/text-content.ts";
import { registry } from "../../src/modules/registry.ts";
import { openReadSession, type ReadSession } from "../../src/shell/session.ts";
import { TOOLS } from "../../src/shell/tools/tools.ts";
import { ANY_HOST, LAB, loadCases, setupScript } from "../contract/contract.ts";
import { brokenPrograms, makePrograms, type Programs } from "./lib/stand-ins.ts";
import { NOTHING_PREDICTED, withDefaults } from "./lib/target.ts";

type AnyModule = ShellModule<object, unknown>;

/** A module with arguments, whose probe is a script. */
interface Asked {
  readonly title: string;
  readonly module: AnyModule;
  readonly args: object;
}

describe("modules: a probe with a broken tool", () => {
  let root: string;
  let session: ReadSession;
  let asked: readonly Asked[];
  let programs: Programs;
  const at = (name: string) => join(root, name);

  before(async () => {
    root = mkdtempSync(join(tmpdir(), "provision-broken-"));
    mkdirSync(at("run/systemd/system"), { recursive: true });
    programs = makePrograms(root, [...TOOLS, "sha1sum", "md5sum"]);
    asked = await allProbes(root);
    const opened = await openReadSession({
      host: "here",
      runId: "abc",
      who: "a test",
      connect: () => Promise.resolve(good(openLocal())),
    });
    if (!opened.ok) throw new Error("the session could not be opened");
    session = opened.value;
  });
  after(async () => {
    await session.close();
    rmSync(root, { recursive: true });
  });

  it("is a fault that names the tool, never an answer", async () => {
    const wrong: string[] = [];
    const count = new Map<string, number>();
    for (const one of asked) {
      const [whole] = await decisionsOf(one, [programs.logged]);
      const tries = usedTools().flatMap((tool) => {
        const key = `${one.module.name} ${tool}`;
        const before = count.get(key) ?? 0;
        count.set(key, before + 1);
        const ways = before === 0 ? (["missing", "killed"] as const) : (["missing"] as const);
        return before < ENOUGH ? ways.map((how) => ({ tool, how, path: brokenPrograms(programs, tool, how) })) : [];
      });
      expect(faultOf(whole)?.code, one.title).to.not.equal("shell/tool-failed");
      const decisions = await decisionsOf(
        one,
        tries.map(({ path }) => path),
      );
      for (const [index, { tool, how }] of tries.entries()) {
        const decision = decisions[index];
        if (!isRight(decision, tool) && !(isOptional(tool, how, one) && same(decision, whole)))
          wrong.push(`${one.title} with ${tool} ${how}: ${shown(decision)}`);
      }
    }
    expect(wrong.join("\n")).to.equal("");
  }).timeout(180_000);

  it("is covered for every module with a script", async () => {
    const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
    const names = modules.flatMap((module) => (module?.kind === "shell" ? [module.name] : []));
    expect([...new Set(asked.map(({ module }) => module.name))].sort()).to.deep.equal(names.sort());
  });

  /** The programs that the last script has run. */
  function usedTools(): readonly string[] {
    if (!existsSync(programs.log)) return [];
    const names = readFileSync(programs.log, "utf8").trim().split("\n");
    rmSync(programs.log);
    return [...new Set(names)].filter((name) => name !== "sh");
  }

  /** What the module decides on hosts with these PATHs. */
  async function decisionsOf({ module, args }: Asked, paths: readonly string[]): Promise<readonly unknown[]> {
    const { script, parse } = module.probe(args);
    const answers = await Promise.all(
      session.readEach(
        paths.map((path) => withPath(inEnvironment(script, {}), path)),
        undefined,
      ),
    );
    return answers.map((answer) => {
      const state = answer.ok ? parse(answer.value) : answer;
      return state.ok ? module.decide(args, state.value, NOTHING_PREDICTED) : { fault: state.faults[0] };
    });
  }

  function withPath(script: Script<"read">, path: string): Script<"read"> {
    return {
      ...script,
      // What a request looks at for several scripts together needs no tool of theirs.
      looksAt: undefined,
      text: `PATH=${path}\n${script.text.replaceAll("/run/systemd/system", at("run/systemd/system"))}`,
    };
  }
});

/** How often each tool is broken for each module. */
const ENOUGH = 4;

/** Without these tools, scripts give the same answer. */
const OPTIONAL = [
  "getconf",
  "getent missing",
  "journalctl",
  "service timeout",
  "wait_for bash missing",
  "wait_for timeout missing",
];

function isOptional(tool: string, how: string, { module }: Asked): boolean {
  const names = [tool, `${tool} ${how}`, `${module.name} ${tool}`, `${module.name} ${tool} ${how}`];
  return names.some((name) => OPTIONAL.includes(name));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a fault names the tool. */
function isRight(decision: unknown, tool: string): boolean {
  const fault = faultOf(decision);
  return fault !== undefined && new RegExp(`(?<![\\w-])${tool}(?![\\w-])`).test(JSON.stringify(fault));
}

function faultOf(decision: unknown): Fault | undefined {
  return (decision as { readonly fault?: Fault }).fault;
}

function shown(decision: unknown): string {
  return JSON.stringify(decision).slice(0, 300);
}

/** The probes of all modules, with the arguments of their examples and of the contract suite. */
async function allProbes(root: string): Promise<readonly Asked[]> {
  const cases = [...loadCases(ANY_HOST), ...loadCases(LAB)];
  const given = cases.map(({ module, scenario, task }, index) => {
    const target = join(root, String(index));
    mkdirSync(target);
    const here = loadCases(ANY_HOST).some((each) => each.task === task);
    execFileSync("sh", ["-c", setupScript(here ? scenario : { ...scenario, setup: "" })], { cwd: target });
    return { module, title: task, args: scenario.args, target };
  });
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  return modules.flatMap((module) => {
    if (module?.kind !== "shell") return [];
    const shell = module as unknown as AnyModule;
    const examples = module.examples.map(({ title, args }) => ({
      title: `${module.name}: ${title}`,
      args,
      target: root,
    }));
    const all = [...examples, ...given.filter((each) => each.module === module.name)];
    return all.flatMap(({ title, args, target }) =>
      argsOf(shell, args, target).map((full) => ({ title, module: shell, args: full })),
    );
  });
}

function isOnTarget(args: object, by: string | undefined): boolean {
  return by !== undefined && (args as Readonly<Record<string, unknown>>)[by] === true;
}

/** Arguments as the engine passes them; none if they contain an expression. */
function argsOf(module: AnyModule, args: unknown, target: string): readonly object[] {
  const text = JSON.stringify(args).replaceAll("{{ target }}", target);
  if (text.includes("{{")) return [];
  const given = JSON.parse(text) as unknown;
  const map = typeof given === "object" && given !== null ? given : { [module.args.shorthand ?? ""]: given };
  const sources = Object.entries(module.args.properties).filter(
    ([name, schema]) =>
      "source" in schema && schema.source === "file" && name in map && !isOnTarget(map, schema.unless),
  );
  const contents = Object.fromEntries(
    sources.map(([name, schema]) => {
      const content = textContent("content", name);
      if ("archive" in schema) return [name, { ...content, archive: { format: "gzip", members: [] } }];
      return [name, "words" in schema ? { line: name, content, words: [] } : content];
    }),
  );
  const received = Object.entries(module.args.properties)
    .filter(([, schema]) => "receives" in schema)
    .map(([name]) => [name, { path: "/here/file", found: textContent("content", name) }] as const);
  return [withDefaults(module as never, { ...map, ...contents, ...Object.fromEntries(received) })];
}
