import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, type Fault, type Outcome } from "../../errors/fault.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";
import { replaceText } from "../project/replace-text.ts";
import { recorder, type Recorder } from "../saved/approvals.ts";
import { digestsWith } from "../saved/digests.ts";
import { PLAN_FORMAT } from "../saved/plan.ts";
import { sealed } from "../saved/plan-file.ts";
import { planKey } from "../saved/plan-key.ts";
import { whyUnwritable } from "../saved/report-file.ts";
import { stateOf } from "../saved/state.ts";
import { readVersion } from "../version.ts";
import type { Execution } from "./execution/execution.ts";
import { prepare } from "./execution/prepare.ts";
import { endUnprepared, reported } from "./execution/reported.ts";

const fault = faultsOf(cliErrors);

/** Checks, and saves what the check has found as a plan; resolves to the exit code. */
export function savePlan(file: string, options: RunOptions, io: Io, registry: ModuleRegistry): Promise<number> {
  return reported(options, io, async (report) => {
    const key = await keyToSave(file, options, io);
    const execution = key.ok ? await prepare({ options, io, registry, report }) : key;
    if (!key.ok || !execution.ok) return endUnprepared(execution.ok ? [] : execution.faults, report, 0);
    const { execute } = await import("./execute.ts");
    const noted = recorder(digestsWith(key.value), io.mask);
    const exit = await execute({ ...execution.value, approval: noted });
    const problem = await save(file, { execution: execution.value, noted, key: key.value, exit });
    const text = problem ? `${problem.message} ${problem.hint}` : saved(file, noted);
    (options.json || problem ? io.stderr : io.stdout).write(`${text}\n`);
    return problem && (exit === EXIT.done || exit === EXIT.pending) ? EXIT.failed : exit;
  });
}

/** The key, if nothing that is known now speaks against the plan. */
async function keyToSave(file: string, { limit = "" }: RunOptions, io: Io): Promise<Outcome<Buffer>> {
  if (/@failed\b/.test(limit)) return bad(fault("cli/plan-limit", {}));
  const problem = await whyUnwritable(path.resolve(io.cwd, file));
  return problem === undefined ? planKey(io) : bad(fault("cli/plan-not-written", { name: file, problem }));
}

interface Checked {
  readonly execution: Execution;
  readonly noted: Recorder;
  readonly key: Buffer;
  readonly exit: number;
}

/** Writes the plan, unless the check was not whole. */
async function save(name: string, { execution, noted, key, exit }: Checked): Promise<Fault | undefined> {
  const { io, options } = execution;
  if (exit !== EXIT.done && exit !== EXIT.pending) return fault("cli/plan-incomplete", { name });
  const [include] = noted.unknownIncludes;
  if (include !== undefined) return fault("cli/plan-include", { include });
  const { playbooks, inventories, limit, tags, skipTags, startAtTask, become, user } = options;
  const plan = {
    provision_plan: PLAN_FORMAT,
    version: readVersion(),
    made: new Date(io.now()).toISOString(),
    options: { playbooks, inventories, limit, tags, skipTags, startAtTask, become, user },
    ...(await stateOf(execution, key)),
    results: noted.results,
  } as const;
  const problem = await replaceText(path.resolve(io.cwd, name), sealed(plan, key), io.randomId, 0o600);
  return problem === undefined ? undefined : fault("cli/plan-not-written", { name, problem });
}

function saved(file: string, { results }: Recorder): string {
  const count = (wanted: string) => results.filter(({ status }) => status === wanted).length;
  const counts = `${count("changed")} would change, ${count("unknown")} unknown`;
  return `The plan is in ${file}: ${counts}. Make these changes with \`provision apply ${file}\`.`;
}
