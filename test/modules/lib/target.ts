import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "../../../src/errors/fault.ts";
import { resourceKey, type Change } from "../../../src/model/change.ts";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import type { Value, ValueMap } from "../../../src/model/value.ts";
import type { Answer } from "../../../src/module/answer.ts";
import type { Decision, Module, Predicted, PureModule, ShellModule } from "../../../src/module/contract.ts";
import { inEnvironment } from "../../../src/module/environment.ts";
import type { Script } from "../../../src/module/script.ts";

type Args = Readonly<Record<string, unknown>>;

/** What the target's shell gives to scripts that write. */
const DEFINITIONS = `LC_ALL=C; export LC_ALL; umask 022; cd /
track() { printf '%s\\n' "$1" >>"$run/temp"; }
tmp() { d=\${1%/*}; c=$((\${c:-0} + 1)); t=$d/.provision-test-$c; track "$t"; }
`;

/** A folder of its own, in which scripts run as they would on a target. */
export class Target {
  readonly folder = mkdtempSync(join(tmpdir(), "provision-modules-"));
  readonly #run = join(this.folder, ".run");

  constructor() {
    mkdirSync(this.#run);
  }

  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  async send(script: Script, environment: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of script.upload?.open() ?? []) chunks.push(chunk);
    const text = `run='${this.#run}'; id=test\n${DEFINITIONS}\n(\n${inEnvironment(script, {}).text}\n)`;
    const env = { PATH: process.env["PATH"], HOME: this.folder, ...environment };
    const { stdout, stderr, status } = spawnSync("sh", ["-c", text], {
      input: Buffer.concat(chunks),
      env,
      maxBuffer: 1e8,
    });
    return { stdout: stdout.toString(), stderr: stderr.toString(), exit: status ?? 255 };
  }

  /** Probe, decide, and apply where something is to be changed: as a run does it. */
  async run(module: Module, args: Args): Promise<Decision & { readonly applied?: Outcome<ValueMap> }> {
    const { full, steps } = prepared(module, args);
    const state = await this.probe(module, args);
    const decision = steps.decide(full, state, NOTHING_PREDICTED);
    if (decision.fault || !isNonEmpty(decision.changes)) return decision;
    const { script, parse } = steps.apply(full, decision.changes, state);
    const answer = await this.send(script);
    return { ...decision, applied: parse?.(answer) ?? { ok: true, value: {} } };
  }

  async probe(module: Module, args: Args): Promise<unknown> {
    const { full, steps } = prepared(module, args);
    const { script, parse } = steps.probe(full);
    const answer = await this.send(script);
    const state = parse(answer);
    if (!state.ok) throw new Error(`${state.faults[0].message}\n${answer.stdout}\n${answer.stderr}`);
    return state.value;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Prepared {
  readonly full: Args;
  readonly steps: ShellModule<Args, unknown>;
}

/** The module as the engine uses it, and its arguments with their defaults. */
export function prepared(module: Module, args: Args): Prepared {
  if (module.kind !== "shell") throw new Error(`${module.name} has no scripts`);
  // The engine checks arguments by the schema; tests give such as it accepts.
  return { full: withDefaults(module, args), steps: module as unknown as ShellModule<Args, unknown> };
}

export function decidePure(module: Module, args: Args): Decision {
  if (module.kind !== "pure") throw new Error(`${module.name} has scripts`);
  // As above.
  return (module as unknown as PureModule<Args>).decide(withDefaults(module, args));
}

function withDefaults(module: Module, args: Args): Args {
  const defaults = Object.entries(module.args.properties).flatMap(([name, schema]) =>
    "default" in schema ? [[name, schema.default] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...args };
}

export const NOTHING_PREDICTED: Predicted = { get: () => undefined, any: () => false };

/** Check mode's memory of changes, in a list. */
export function predictedFrom(changes: readonly Pick<Change, "resource" | "after">[]): Predicted {
  const after = new Map<string, Value>(changes.map((change) => [resourceKey(change.resource), change.after]));
  return {
    get: (resource) => after.get(resourceKey(resource)),
    any: (kind) => changes.some(({ resource }) => resource.kind === kind),
  };
}

export const answered = (stdout: string, stderr = "", exit = 0): Answer => ({ stdout, stderr, exit });
