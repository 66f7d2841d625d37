import { runFault } from "../../errors/catalogue/run.ts";
import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import { Unknown } from "../../model/unknown.ts";
import { isCertain } from "../../errors/define.ts";
import { good, type Fault } from "../../errors/fault.ts";
import type { Decision } from "../../module/contract.ts";
import { NulByteError } from "../../module/script.ts";
import { LoneSurrogateError } from "../../module/unicode.ts";
import { unknownHandler } from "../handlers/notified.ts";
import type { Notification } from "../handlers/notify.ts";
import { markPathUnknown } from "../unknown-path.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import { nothingUpcoming } from "../prefetch/prefetch.ts";
import type { Approval } from "../approval.ts";
import type { UpcomingAt } from "../prefetch/questions.ts";
import { placed } from "../places/placed.ts";
import { rememberAtHome } from "../handlers/remember.ts";
import { asCheck } from "../places/target.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { waitForConnection } from "./waits/connection.ts";
import { waitAsDecided } from "./waits/pause.ts";
import { announceWaits, waitsFor } from "./waits/announce.ts";
import { argumentsOf } from "./arguments.ts";
import { attempt, waitAndPredict, readOnly, unknownAttempt } from "./attempt.ts";
import type { Attempt, ChangeTrace } from "./attempt-outcome.ts";
import { allHold } from "./conditions.ts";
import { doubtAdded, enter } from "../growth/enter.ts";
import { includeVars } from "../includes/read-vars.ts";
import { gatherAgain } from "../facts/again.ts";
import { hideResult } from "../hide-result.ts";
import { invocationOf, moduleOf } from "./invocation.ts";
import type { TaskTurn } from "../ahead/turn-interface.ts";
import { isLeftOut, type Stretch } from "./loop/stretch.ts";
import { failedOutcome, withKeywords, withResult, type ItemOutcome } from "./outcome.ts";
import { roleVariableFault } from "./role-variables.ts";
import { retry } from "./retry.ts";
import { judge } from "./verdict.ts";

/** What running an item needs besides the task itself. */
export interface ItemContext {
  /** What the host will probably be asked next. */
  readonly upcoming: UpcomingAt;
  /** Reports what is being waited for. */
  readonly progress: (message: string) => void;
  /** For an item of a loop: the items before it whose changes are still to be made. */
  readonly stretch?: Stretch | undefined;
  /** For a task without a loop that acts on its own host. */
  readonly turn?: TaskTurn | undefined;
}

type Tracing = ItemContext & { readonly trace: ChangeTrace };

/** An item's outcome, and what it means for the task's handlers. */
export interface ItemRun {
  /** The task with the item in its scope. */
  readonly task: TaskOnHost;
  readonly outcome: ItemOutcome;
  readonly notification: Notification;
}

/**
 * Runs a task, or one item of its loop, on a host: evaluates its condition, tries it and judges the result. A defect fails this
 * task alone: other hosts continue.
 */
export async function runItem(task: TaskOnHost, itemContext: ItemContext): Promise<ItemRun> {
  const trace: ChangeTrace = { isTried: false, isMade: false, isDue: false };
  const own = await runIfDue(task, { ...itemContext, trace }).catch((error: unknown) =>
    failedOutcome(unsendable(error) ?? task.context.defect(error)),
  );
  const isNoted = task.context.approval !== undefined && trace.args !== undefined;
  const outcome = { ...withKeywords(task, own), ...(isNoted && { args: trace.args }) };
  if (!isLeftOut(outcome)) hideResult(task, outcome);
  // After a defect, the change of the last try has still been made.
  const isDue = outcome.status === "changed" || trace.isDue || trace.isMade;
  const notification = isDue ? "due" : trace.isTried ? "withdrawn" : notificationOfUnknown(task, outcome);
  return { task, outcome, notification };
}

/** The result is unknown, but `changed_when` may deny every change. */
export function notificationOfUnknown(task: TaskOnHost, outcome: ItemOutcome): Notification {
  if (!task.context.check || outcome.status !== "unknown") return "none";
  const { changedWhen } = task.planned.task;
  const changes = changedWhen && allHold(changedWhen, withResult(task, outcome));
  const denied = changes?.ok && changes.value.is === "false";
  return denied || (task.keywords.checkMode === false && !changedWhen) ? "none" : "possible";
}

/** The fault of a value that cannot be sent to a host. */
function unsendable(error: unknown): Fault | undefined {
  if (error instanceof NulByteError) return runFault("run/nul-byte", {});
  return error instanceof LoneSurrogateError ? runFault("run/lone-surrogate", {}) : undefined;
}

async function runIfDue(task: TaskOnHost, itemContext: Tracing): Promise<ItemOutcome> {
  const { run, planned, scope, keywords } = task;
  const when = allHold(planned.when, scope);
  if (!when.ok) return failedOutcome(when.faults[0]);
  if (when.value.is === "false") {
    return { status: "skipped", result: {}, changes: [], reason: `not: ${when.value.text}` };
  }
  const fault = roleVariableFault(task) ?? keywords.fault ?? unknownHandler(task);
  if (fault) return failedOutcome(fault);
  if (planned.role && planned.stage !== "handler") run.rolesRun.add(planned.role);
  const doubt = when.value.is === "unknown" ? when.value.reason : (keywords.unknown?.reason ?? task.doubt);
  const outcome = await runWherePlaced(task, itemContext, doubt);
  if (outcome.status === "unknown" && !outcome.isLimited && planned.stage !== "verify") run.target.afterUnknown = true;
  if (outcome.status === "unknown") doubtAdded(task);
  return outcome;
}

/** Runs it on its host or on the one that it is delegated to; in check mode with a doubt, does not. */
async function runWherePlaced(task: TaskOnHost, itemContext: Tracing, doubt: string | undefined): Promise<ItemOutcome> {
  const place = placed(task);
  if (!place.ok) return doubt === undefined ? failedOutcome(place.faults[0]) : unknownAttempt(doubt);
  if (place.value instanceof Unknown) return unknownAttempt(doubt ?? place.value.reason);
  const { task: there, delegate } = place.value;
  const { run, target } = there;
  // What happens elsewhere may affect the host, too.
  if (delegate) run.target.prefetch.invalidate();
  run.at = target;
  const running = doubt === undefined ? runTries(there, itemContext) : unpredicted(there, doubt);
  const outcome = await target.unlessStopped(running, failedOutcome);
  run.at = run.target;
  if (!delegate) return outcome;
  if (outcome.status === "unknown" && !outcome.isLimited && task.planned.stage !== "verify") target.afterUnknown = true;
  return { ...outcome, delegate };
}

async function runTries(task: TaskOnHost, itemContext: Tracing): Promise<ItemOutcome> {
  const { ignoreErrors } = task.keywords;
  const outcome = await retry(task, () => runOnce(task, itemContext));
  if (outcome.status !== "failed") return outcome;
  if (isPremature(task, outcome)) return unpredicted(task, notYet(task));
  return ignoreErrors instanceof Unknown ? unpredicted(task, ignoreErrors.reason) : outcome;
}

async function unpredicted(task: TaskOnHost, reason: string): Promise<ItemOutcome> {
  await markPathUnknown(task, reason);
  return unknownAttempt(reason);
}

/**
 * In check mode a failure proves nothing if a change that was not made might prevent it: a verification, or a command that only reads,
 * runs before the predicted changes; and after a task with an unknown outcome, anything read from the host may be different.
 */
function isPremature({ target, planned, context, keywords }: TaskOnHost, { fault }: ItemOutcome): boolean {
  if (!context.check || (fault && isCertain(fault))) return false;
  if (target.afterUnknown && fault?.code !== "modules/assert-failed") return true;
  return context.anythingPending() && (planned.stage === "verify" || keywords.checkMode === false);
}

function notYet({ planned }: TaskOnHost): string {
  const what = planned.stage === "verify" ? "the verification" : "it";
  return `${what} depends on changes that have not been made`;
}

async function runOnce(task: TaskOnHost, { upcoming, progress, trace, stretch, turn }: Tracing): Promise<ItemOutcome> {
  const { run, target, planned, scope, context, keywords } = task;
  const module = await moduleOf(planned, context);
  const args = await argumentsOf(planned.task, module, scope, context);
  if (!args.ok) return failedOutcome(args.faults[0]);
  if (args.value instanceof Unknown) return unpredicted(task, args.value.reason);
  const invoked = invocationOf(task, args.value);
  if (!invoked.ok) return failedOutcome(invoked.faults[0]);
  if (isMisplaced(planned, args.value)) return failedOutcome(runFault("run/end-role-outside", {}));
  const invocation = invoked.value;
  trace.args = args.value;
  if (invocation instanceof Unknown) return unpredicted(task, invocation.reason);
  const { includedVars } = planned.task;
  if (includedVars) return judge(task, module, includeVars(task, includedVars, args.value));
  if (module.kind === "pure") {
    const decision = module.decide(invocation.args);
    if (decision.gathers) return judge(task, module, await gatherAgain(task, decision.gathers));
    const { runAs } = invocation;
    const wait = ({ pause, connects }: Decision) => {
      if (connects) return waitForConnection(task, connects, { runAs, progress });
      return pause ? waitAsDecided(task, pause, progress) : Promise.resolve(good({}));
    };
    return judge(task, module, await enter(task, await waitAndPredict(decision, { target, wait })));
  }
  const access = await target.access();
  if (!access.ok) return failedOutcome(access.faults[0]);
  if (module.kind === "shell" && module.reconnects && access.value.isHere)
    return failedOutcome(runFault("run/restarts-itself", {}));
  const attemptContext = {
    target,
    access: keywords.checkMode === true ? asCheck(access.value) : access.value,
    keepsPredictions: keywords.checkMode !== true,
    clock: context.clock,
    progress,
    trace,
    stretch,
    turn,
    interrupted: context.interrupted,
    ...(context.approval && { refusal: refusalBy(context.approval, task, args.value) }),
    // This task may be tried again next, and waiting would invalidate what was prefetched.
    upcoming: planned.task.until.length > 0 ? nothingUpcoming : () => upcoming(target),
    ...(target !== run.target && { remember: () => rememberAtHome(task) }),
  };
  const tried = keywords.checkMode === false ? readOnly : attempt;
  const announcing = { ...attemptContext, uploading: () => access.value.session.uploading() };
  const attempted = await announceWaits(waitsFor(module, invocation), announcing, (say) =>
    tried(module, invocation, { ...attemptContext, progress: say }),
  );
  if (attempted.status === "unknown" && keywords.checkMode === true) return notTried(attempted);
  if (attempted.status === "unknown" && attempted.isLimited) return attempted;
  if (attempted.status === "unknown") return unpredicted(task, attempted.reason ?? "it cannot be predicted");
  const judged = judge(task, module, attempted);
  trace.isDue ||= trace.isMade && !judged.withdrawn;
  trace.isMade = false;
  return judged;
}

function refusalBy(approval: Approval, task: TaskOnHost, args: unknown) {
  return (changes: NonEmpty<Change>) => approval.refusal(task, changes, args);
}

/** Whether a computed `meta` would end a role where there is none; what is written literally is checked before the run. */
function isMisplaced({ task: { module }, role }: PlannedTask, { action }: Readonly<Record<string, unknown>>): boolean {
  return module === "meta" && action === "end_role" && role === undefined;
}

/** With `check_mode: true`, a task is left out if what it would do cannot be predicted. */
function notTried({ reason = "it cannot be predicted" }: Attempt): ItemOutcome {
  return { status: "skipped", result: {}, changes: [], reason: `check_mode: ${reason}` };
}
