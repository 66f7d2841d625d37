import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Event } from "../../events/event.ts";
import { isNonEmpty, type NonEmpty } from "../../model/non-empty.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";
import type { Report } from "../reports.ts";
import { guard, recorder } from "../saved/approvals.ts";
import { digestsWith } from "../saved/digests.ts";
import { movedFaults } from "../saved/moved.ts";
import type { SavedPlan } from "../saved/plan.ts";
import { readPlan } from "../saved/plan-file.ts";
import { planKey } from "../saved/plan-key.ts";
import { projectFaults } from "../saved/project-digests.ts";
import { stateOf } from "../saved/state.ts";
import { readVersion } from "../version.ts";
import type { Execution } from "./execution/execution.ts";
import { prepare, type Preparing } from "./execution/prepare.ts";
import { endUnprepared, reported } from "./execution/reported.ts";

const fault = faultsOf(cliErrors);

interface Approved {
  readonly file: string;
  readonly plan: SavedPlan;
  readonly key: Buffer;
}

/** Makes exactly the changes of a plan, or none if anything has changed since; resolves to the exit code. */
export function applyPlan(file: string, options: RunOptions, io: Io, registry: ModuleRegistry): Promise<number> {
  return reported(options, io, async (report) => {
    const approved = await readApproved(file, io);
    if (!approved.ok) return endUnprepared(approved.faults, report, 0);
    const { plan, key } = approved.value;
    const parts = { options: { ...options, ...plan.options }, io, registry, report };
    const checking = { ...parts.options, check: true, strict: false };
    const current = await prepared({ ...parts, options: checking }, approved.value);
    if (!current.ok) return endUnprepared(current.faults, report, 0);
    const refused = await compared(current.value, approved.value);
    if (refused) return endUnapplied(refused, report);
    const execution = await forRun(current.value, parts, approved.value);
    if (!execution.ok) return endUnprepared(execution.faults, report, 0);
    const { execute } = await import("./execute.ts");
    return execute({ ...execution.value, approval: guard(plan.results, digestsWith(key)) });
  });
}

async function readApproved(file: string, io: Io): Promise<Outcome<Approved>> {
  const key = await planKey(io);
  if (!key.ok) return key;
  const plan = await readPlan(file, { cwd: io.cwd, key: key.value, version: readVersion() });
  return plan.ok ? good({ file, plan: plan.value, key: key.value }) : plan;
}

/** The project, if it is still that of the plan. */
async function prepared(parts: Preparing, { plan, key, file }: Approved): Promise<Outcome<Execution>> {
  const found = await prepare(parts);
  if (!found.ok) return found;
  const faults = projectFaults(plan, await stateOf(found.value, key), file);
  return isNonEmpty(faults) ? { ok: false, faults } : found;
}

/** Why nothing may be changed, and what a check has found that shows it. */
interface Refused {
  readonly problems: readonly Event[];
  readonly faults: NonEmpty<Fault>;
  readonly exit: ExitCode;
}

/** Checks all hosts again; resolves to what is not as in the plan. */
async function compared(current: Execution, { file, plan, key }: Approved): Promise<Refused | undefined> {
  const { execute } = await import("./execute.ts");
  const noted = recorder(digestsWith(key), current.io.mask);
  const problems: Event[] = [];
  const emit = (event: Event) => {
    if (isProblem(event)) problems.push(event);
  };
  const quiet = { ...current.report, emit, end: () => Promise.resolve() };
  const exit = await execute({ ...current, report: quiet, approval: noted });
  if (exit !== EXIT.done) return { problems, exit, faults: [fault("cli/plan-unchecked", { name: file })] };
  const hosts = current.loaded.hosts.map(({ name }) => name);
  const faults = movedFaults(plan, { hosts, results: noted.results }, file);
  return isNonEmpty(faults) ? { problems, exit: EXIT.failed, faults } : undefined;
}

function isProblem(event: Event): boolean {
  if (event.event === "task_result") return ["failed", "unreachable", "interrupted"].includes(event.status);
  return event.event === "host_unreachable";
}

/**
 * The run that follows the check. The project is read again only if secrets are to be generated, which are unknown to a check. Each change
 * is sent by itself, because it has to be approved on what is found at its turn.
 */
async function forRun(checked: Execution, parts: Preparing, approved: Approved): Promise<Outcome<Execution>> {
  const options = { ...parts.options, batches: false };
  return checked.loaded.missingSecrets.length === 0
    ? good({ ...checked, options })
    : prepared({ ...parts, options }, approved);
}

async function endUnapplied({ problems, faults, exit }: Refused, report: Report): Promise<number> {
  for (const problem of problems) report.emit(problem);
  report.errors(faults);
  report.emit({ event: "recap", hosts: {}, duration_ms: 0, exit });
  await report.end();
  return exit;
}
