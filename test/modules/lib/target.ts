import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault, Outcome } from "../../../src/errors/fault.ts";
import type { Change } from "../../../src/model/change.ts";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import type { ValueMap } from "../../../src/model/value.ts";
import type { Answer } from "../../../src/module/answer.ts";
import type { Decision, Predicted, ShellModule } from "../../../src/module/contract.ts";
import { inEnvironment } from "../../../src/module/environment.ts";
import type { ArgsSchema } from "../../../src/module/schema.ts";
import type { Script } from "../../../src/module/script.ts";
import { searchPatterns } from "../../../src/load/validation/patterns.ts";
import type { SearchPattern } from "../../../src/module/pattern.ts";
import { Overlay } from "../../../src/run/overlay.ts";
import { change } from "../../../src/shell/paths/change.sh.ts";
import { walk } from "../../../src/shell/paths/walk.sh.ts";

/** The functions that the target's shell provides to scripts. */
const DEFINITIONS = `LC_ALL=C; export LC_ALL; umask 022; cd /
checked() { return "$2"; }
script_number=1
${walk.text}
${change.text}
`;

/** Runs scripts in a temporary folder as a target would. */
export class Target {
  readonly folder = mkdtempSync(join(tmpdir(), "provision-modules-"));
  readonly #run = join(this.folder, ".run");

  constructor() {
    mkdirSync(this.#run);
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** `shell` is the shell's command, `environment` is added to its variables. */
  async send(
    script: Script,
    environment: Readonly<Record<string, string>> = {},
    shell: readonly string[] = ["sh"],
  ): Promise<Answer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of script.upload?.open() ?? []) chunks.push(chunk);
    const text = `run='${this.#run}'; id=test\n${DEFINITIONS}\n(\n${inEnvironment(script, {}).text}\n)`;
    const env = { PATH: process.env["PATH"], HOME: this.folder, ...environment };
    const [command = "sh", ...options] = shell;
    const { stdout, stderr, status } = spawnSync(command, [...options, "-c", text], {
      input: Buffer.concat(chunks),
      env,
      maxBuffer: 1e8,
    });
    return { stdout: stdout.toString(), stderr: stderr.toString(), exit: status ?? 255 };
  }

  /** Probes, decides, and applies if something is to change, as a run does. */
  async run<Args extends object, State>(
    module: ShellModule<Args, State>,
    given: Written<Args>,
  ): Promise<Decision & { readonly applied?: Outcome<ValueMap> }> {
    const args = withDefaults(module, given);
    const state = await this.probe(module, args);
    const decision = module.decide(args, state, NOTHING_PREDICTED);
    if (decision.fault || !isNonEmpty(decision.changes)) return decision;
    const { script, parse } = module.apply(args, decision.changes, state);
    const answer = await this.send(script);
    return { ...decision, applied: parse?.(answer) ?? { ok: true, value: {} } };
  }

  /** The fault of probing or deciding. */
  async faultOf<Args extends object, State>(
    module: ShellModule<Args, State>,
    given: Written<Args>,
  ): Promise<Fault | undefined> {
    const args = withDefaults(module, given);
    const { script, parse } = module.probe(args);
    const state = parse(await this.send(script));
    return state.ok ? module.decide(args, state.value, NOTHING_PREDICTED).fault : state.faults[0];
  }

  async probe<Args extends object, State>(module: ShellModule<Args, State>, given: Written<Args>): Promise<State> {
    const { script, parse } = module.probe(withDefaults(module, given));
    const answer = await this.send(script);
    const state = parse(answer);
    if (!state.ok) throw new Error(`${state.faults[0].message}\n${answer.stdout}\n${answer.stderr}`);
    return state.value;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Arguments as the engine passes them: with the schema's defaults and compiled patterns. The test must give every required argument. */
export function withDefaults<Args extends object>(module: Steps<Args>, given: Written<Args>): Args {
  const defaults = Object.entries(module.args.properties).flatMap(([name, schema]) =>
    "default" in schema ? [[name, schema.default] as const] : [],
  );
  // The type cannot know which arguments have defaults.
  const patterns = searchPatterns(module.args, given);
  return { ...Object.fromEntries(defaults), ...given, ...patterns } as Args;
}

/** Arguments as tests write them: a pattern as its text. */
export type Written<Args> = {
  readonly [K in keyof Args]?: SearchPattern extends Args[K] ? Args[K] | string | undefined : Args[K] | undefined;
};

interface Steps<Args> {
  readonly args: ArgsSchema;
  decide(args: Args, ...rest: never[]): unknown;
}

export const NOTHING_PREDICTED: Predicted = { get: () => undefined, any: () => false };

/** Predictions from a list of changes. */
export function predictedFrom(changes: readonly Pick<Change, "resource" | "after">[]): Predicted {
  const overlay = new Overlay();
  overlay.add(changes.map((change) => ({ summary: "", before: null, ...change })));
  return overlay;
}

export const answered = (stdout: string, stderr = "", exit = 0): Answer => ({ stdout, stderr, exit });
