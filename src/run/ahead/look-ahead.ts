import { isNonEmpty } from "../../model/non-empty.ts";
import type { RunAs } from "../../model/host.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Answer } from "../../module/answer.ts";
import type { Decision, Module, ShellModule } from "../../module/contract.ts";
import type { Script } from "../../module/script.ts";
import { write } from "../../module/script.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { Step } from "../../shell/frame.ts";
import type { Session } from "../../shell/session.ts";
import { unknownHandler } from "../handlers/notified.ts";
import { userOf, type Question } from "../prefetch/prefetch.ts";
import { taskOnHost, type TaskOnHost } from "../task-on-host.ts";
import { argumentsOf } from "../task/arguments.ts";
import { allHold } from "../task/conditions.ts";
import { invocationOf, moduleOf, questionOf, whole, type Invocation } from "../task/invocation.ts";
import { canBeCompared } from "../task/loop/guess.ts";
import { roleVariableFault } from "../task/role-variables.ts";
import { canBeFollowed, isPlain } from "./followed.ts";
import { Unsettled } from "./unsettled.ts";

/** An upload larger than this goes alone. */
const LARGE_UPLOAD = 128 * 1024;
/** The bytes of scripts and uploads with which a request is full. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What can be sent for a task before its turn. */
export interface Candidate {
  readonly planned: PlannedTask;
  readonly question: Question;
  readonly assumed: Answer;
  readonly step: Step;
  readonly change: string | undefined;
}

/** What one look at a task tells: what to send, if anything, and whether to look at the task after it. */
interface Look {
  readonly candidate?: Candidate;
  readonly goesOn: boolean;
}

const END: Look = { goesOn: false };

/** How the change of the first task is sent. */
export interface Head {
  readonly task: TaskOnHost;
  readonly session: Session;
  readonly runAs: RunAs;
  /** How many other tasks the request may take along. */
  readonly limit: number;
}

/**
 * Decides the tasks that follow one whose change is about to be sent, each on what the host has answered before: as far as their questions
 * were answered and nothing that they read is settled by a task before them. Nothing of this is observable.
 */
export async function lookAhead(
  head: Head,
  next: readonly PlannedTask[],
): Promise<{ readonly candidates: readonly Candidate[]; readonly rest: readonly PlannedTask[] }> {
  const unsettled = new Unsettled();
  leaveUnsettled(head.task.planned, unsettled);
  const candidates: Candidate[] = [];
  let bytes = 0;
  for (const [index, planned] of next.entries()) {
    const isFull = candidates.length >= head.limit || bytes > MOST_BYTES || head.task.context.interrupted();
    const look = isFull ? END : await lookAt(planned, head, unsettled);
    if (look.candidate) {
      candidates.push(look.candidate);
      bytes += sizeOf(look.candidate);
    }
    if (!look.goesOn) return { candidates, rest: next.slice(look.candidate ? index + 1 : index) };
    leaveUnsettled(planned, unsettled);
  }
  return { candidates, rest: [] };
}

function sizeOf({ step: { script, guard } }: Candidate): number {
  return script.text.length + (script.upload?.size ?? 0) + (guard?.probe.text.length ?? 0);
}

/** What later tasks must not read of a task, whether it runs or is skipped. */
function leaveUnsettled({ task }: PlannedTask, unsettled: Unsettled): void {
  if (task.register !== undefined) unsettled.add(task.register);
}

/** An error says that the task cannot be decided yet. Its own turn reports what is still wrong then. */
async function lookAt(planned: PlannedTask, head: Head, unsettled: Unsettled): Promise<Look> {
  try {
    return await decideAhead(planned, head, unsettled);
  } catch {
    return END;
  }
}

async function decideAhead(planned: PlannedTask, head: Head, unsettled: Unsettled): Promise<Look> {
  const { blocks, run, including } = head.task;
  if (planned.role && run.endedRoles.has(planned.role)) return END;
  // An include leaves out a dependency that has run before.
  if (including && planned.role?.isDependency) return END;
  if (!blocks?.willRun(planned)) return { goesOn: blocks?.isLikely(planned) === false };
  const task = taskOnHost(head.task, planned, (scope) => unsettled.watch(scope));
  const module = await moduleOf(planned, task.context);
  if (!isPlain(task, module)) return END;
  const when = allHold(planned.when, task.scope);
  if (!when.ok || when.value.is === "unknown" || unsettled.wasRead()) return END;
  if (when.value.is === "false") return { goesOn: true };
  if (roleVariableFault(task) ?? task.keywords.fault ?? unknownHandler(task)) return END;
  const args = await argumentsOf(planned.task, module, task.scope);
  if (!args.ok || args.value instanceof Unknown) return END;
  const invoked = invocationOf(task, args.value);
  if (!invoked.ok || invoked.value instanceof Unknown || unsettled.wasRead()) return END;
  if (module.kind === "pure") return pass(task, module, { decision: module.decide(invoked.value.args), unsettled });
  if (module.kind !== "shell" || userOf(invoked.value.runAs) !== userOf(head.runAs)) return END;
  return takeAlong({ task, module, invocation: invoked.value }, head, unsettled);
}

/** A task that touches no host runs in its own turn. Here it only must not fail. */
function pass(
  task: TaskOnHost,
  module: Module,
  { decision, unsettled }: { readonly decision: Decision; readonly unsettled: Unsettled },
): Look {
  const { fault, pause, connects, gathers, adds } = decision;
  if (fault ?? pause ?? connects ?? gathers ?? adds) return END;
  leaveFacts(decision, unsettled);
  return { goesOn: canBeFollowed(task, module, false) && task.planned.task.notify.length === 0 };
}

function leaveFacts({ facts = {}, gathered }: Decision, unsettled: Unsettled): void {
  for (const name of Object.keys(facts)) unsettled.add(name);
  if (gathered) unsettled.add("facts");
}

interface Invoked {
  readonly task: TaskOnHost;
  readonly module: ShellModule<never, unknown>;
  readonly invocation: Invocation;
}

async function takeAlong({ task, module, invocation }: Invoked, head: Head, unsettled: Unsettled): Promise<Look> {
  const { planned, target } = task;
  const { script, parse } = module.probe(invocation.args);
  const question = questionOf(script, invocation);
  const answer = await target.prefetch.take(question);
  const assumed = answer?.ok && canBeCompared(answer.value) ? answer.value : undefined;
  const state = assumed && parse(assumed);
  if (!assumed || !state?.ok) return END;
  const decision = module.decide(invocation.args, state.value, target.overlay);
  if (decision.fault ?? decision.adds) return END;
  const { changes } = decision;
  const apply = isNonEmpty(changes) ? module.apply(invocation.args, changes, state.value) : undefined;
  const change = apply && whole(apply.script, head.session, invocation);
  if ((change?.upload?.size ?? 0) > LARGE_UPLOAD) return END;
  const step = {
    script: change ?? NOTHING,
    guard: { probe: question.script, prints: assumed.stdout, answers: true },
    ...mustSucceed(task),
  } as const;
  leaveFacts(decision, unsettled);
  const candidate = { planned, question, assumed, step, change: change?.text };
  return { candidate, goesOn: canBeFollowed(task, module, change !== undefined) };
}

/** An ignored failure ends nothing. */
export function mustSucceed({ keywords }: Pick<TaskOnHost, "keywords">): Pick<Step, "mustSucceed"> {
  return keywords.ignoreErrors === true ? {} : { mustSucceed: true };
}

const NOTHING: Script<"write"> = write`:`;
