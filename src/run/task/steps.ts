import { bad, good, type Outcome } from "../../errors/fault.ts";
import { isUnreachable } from "../../errors/unreachable.ts";
import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Answer } from "../../module/answer.ts";
import type { Applied, Apply, Decision, Module, ServiceModule, Settle, ShellModule } from "../../module/contract.ts";
import { read, sequence, type Script } from "../../module/script.ts";
import type { Guard } from "../../shell/frame.ts";
import { rememberFault } from "../../shell/pending-handlers.ts";
import type { ReadSession, Session } from "../../shell/session.ts";
import type { Prefetch, Question, Upcoming } from "../prefetch/prefetch.ts";
import type { Target } from "../places/target.ts";
import { receive } from "../received/receive.ts";
import { runJob } from "./background/run-job.ts";
import { commandFailed } from "./command-fault.ts";
import type { Made } from "../ahead/ahead.ts";
import type { TaskTurn } from "../ahead/turn-interface.ts";
import { questionOf, rememberAll, whole, type Invocation } from "./invocation.ts";
import type { Stretch } from "./loop/stretch.ts";
import { mayPass, reconnect } from "./waits/connection.ts";
import type { Watch } from "./waits/watch.ts";

/** A module's steps, bound to an invocation on a host: the same for every kind of module. */
export interface Steps {
  probe(): Promise<Outcome<unknown>>;
  /** Probes now and alone: neither uses prefetched answers nor prefetches. */
  probeAgain(): Promise<Outcome<unknown>>;
  decide(state: unknown): Decision;
  /** Makes sure, if nothing is to be changed, that the decision was right. */
  confirm(session: Session): Promise<Outcome<unknown>>;
  /** Needs a session that can write, which check mode does not have. */
  apply(session: Session, changes: NonEmpty<Change>, state: unknown): Promise<Applied>;
  readonly settle: Settle<never, unknown> | undefined;
}

/** What the steps of a module need on a host. */
export interface StepsContext {
  readonly invocation: Invocation;
  readonly target: Target;
  readonly session: ReadSession;
  /** What the host will probably be asked next. */
  readonly upcoming: Upcoming;
  /** For an item of a loop: the items before it whose changes are still to be made. */
  readonly stretch?: Stretch | undefined;
  /** For a task that may be sent together with others. */
  readonly turn?: TaskTurn | undefined;
  readonly watch: Watch;
}

export type HostModule = Exclude<Module, { kind: "pure" }>;

export function stepsOf(module: HostModule, context: StepsContext): Steps {
  return module.kind === "shell" ? shellSteps(module, context) : serviceSteps(module, context);
}

function shellSteps(module: ShellModule<never, unknown>, context: StepsContext): Steps {
  const { invocation, target, session, stretch, turn } = context;
  const { args, runAs } = invocation;
  let guard: Guard | undefined;
  let made: Made | undefined;
  let current = session;
  return {
    async probe() {
      const { script, parse } = module.probe(args);
      const question = questionOf(script, invocation);
      made = await turn?.take(question);
      if (made) return parse(made.assumed);
      const assumed = await stretch?.assume(question);
      if (assumed && !assumed.ok) return assumed;
      guard = assumed?.value && { probe: question.script, prints: assumed.value.stdout };
      const answer = assumed?.value ? good(assumed.value) : await ask(question, context);
      stretch?.note(answer);
      const state = answer.ok ? parse(answer.value) : withoutUser(module, answer, context);
      return stretch && guard && !state.ok ? bad(stretch.end()) : state;
    },
    async probeAgain() {
      target.prefetch.invalidate();
      const { script, parse } = module.probe(args);
      const answer = await readAlone(current, script, invocation);
      if (answer.ok) return parse(answer.value);
      const [fault] = answer.faults;
      if (module.reconnects !== true || !mayPass(fault)) return answer;
      const access = await target.alone(() => reconnect(target));
      if (access.ok) current = access.value.session;
      return bad({ ...fault, missing: true });
    },
    decide(state) {
      const decision = module.decide(args, state, target.overlay);
      // An earlier item may still prevent the failure.
      return stretch && guard && decision.fault ? { ...decision, fault: stretch.end() } : decision;
    },
    confirm: (writeSession) =>
      stretch?.confirm(guard, writeSession, runAs) ?? Promise.resolve(made?.outcome ?? good(undefined)),
    async apply(writeSession, changes, state) {
      const apply = module.apply(args, changes, state);
      const { background } = invocation;
      const sent = (script: Apply["script"]) => whole(script, writeSession, invocation);
      if (background) {
        return runJob(apply, {
          background,
          target,
          runAs,
          watch: context.watch,
          session: writeSession,
          start: (script) => remembered(write(sent(script), writeSession, context, { prefetches: false }), target),
          parse: (answer) => parseApply(apply, answer),
        });
      }
      const change = sent(apply.script);
      if (made && made.change !== change.text) throw new Error("another change was sent than the one to be made");
      const send = () => {
        if (stretch) return stretch.change({ script: change, guard }, writeSession, runAs);
        if (turn?.takesAlong(module)) return turn.send(change, writeSession, runAs);
        // If the module waits for something afterwards, it is too early to prefetch answers.
        return write(change, writeSession, context, { prefetches: module.settle === undefined });
      };
      const answer = await remembered(made ? Promise.resolve(made.outcome) : send(), target);
      if (!answer.ok && module.reconnects && isUnreachable(answer.faults[0])) return good({});
      const applied = answer.ok ? parseApply(apply, answer.value) : answer;
      if (!applied.ok || !apply.receives) return applied;
      return receive(apply.receives, (script) => readAlone(writeSession, script, invocation));
    },
    settle: module.settle,
  };
}

/** The answer of a script, unless the host could not remember the handlers before. */
async function remembered(written: Promise<Outcome<Answer>>, { name }: Target): Promise<Outcome<Answer>> {
  const answer = await written;
  const fault = answer.ok ? rememberFault(answer.value, name) : undefined;
  return fault ? bad(fault) : answer;
}

/** In check mode, an earlier task may bring both the user and what the task manages. In a run nothing is predicted. */
function withoutUser(
  module: ShellModule<never, unknown>,
  failed: Outcome<Answer> & { readonly ok: false },
  { invocation, target }: StepsContext,
): Outcome<unknown> {
  const [{ code, missing }] = failed.faults;
  const user = code === "shell/sudo-refused" && missing === true ? invocation.runAs?.user : undefined;
  const state = user === undefined ? undefined : module.withoutUser?.(invocation.args, target.overlay, user);
  return state === undefined ? failed : good(state);
}

/** Sends a change and the next tasks' questions, all in one request. */
async function write(
  script: Script<"write">,
  session: Session,
  { invocation, target, upcoming }: StepsContext,
  { prefetches }: { readonly prefetches: boolean },
): Promise<Outcome<Answer>> {
  const { runAs } = invocation;
  target.prefetch.invalidateForChange();
  const next = prefetches ? await target.prefetch.choose(upcoming, { runAs }) : [];
  const [written, ...read] = session.writeThenRead(script, scriptsOf(next), runAs);
  target.prefetch.keep(next, read);
  return only(written);
}

type AnyService = ServiceModule<never, unknown, unknown, unknown, unknown>;

function serviceSteps(module: AnyService, context: StepsContext): Steps {
  const { invocation, target, session } = context;
  const { args, runAs, notifies } = invocation;
  const client = () => target.client(module.service, module.target(args), session.dial);
  const probe = () => {
    // A request may take long, and no script is sent along with it.
    target.prefetch.invalidate();
    return unlessLost(module.probe(args, client().reader), context);
  };
  return {
    probe,
    probeAgain: probe,
    decide: (state) => module.decide(args, state, target.overlay),
    confirm: () => Promise.resolve(good(undefined)),
    async apply(writeSession, changes, state) {
      target.prefetch.invalidateForChange();
      if (notifies.length > 0) {
        const remembered = await writeSession.write(sequence(rememberAll(notifies, writeSession)), runAs);
        if (!remembered.ok) return remembered;
        const fault = rememberFault(remembered.value, target.name);
        if (fault) return bad(fault);
      }
      return unlessLost(module.apply(args, changes, client().writer, state), context);
    },
    settle: module.settle,
  };
}

/** A request that was cut off may have been so by the loss of the host's own connection: then that is the fault. */
async function unlessLost<T>(asked: Promise<Outcome<T>>, { session, invocation }: StepsContext): Promise<Outcome<T>> {
  const outcome = await asked;
  if (outcome.ok || outcome.faults[0].code !== "services/http-lost") return outcome;
  // A shell of another user may not be open yet, and would open a new connection.
  const answers = await session.read([NOTHING], invocation.runAs);
  return answers.ok ? outcome : answers;
}

const NOTHING = read`:`;

function parseApply({ parse }: Apply, answer: Answer): Applied {
  if (parse) return parse(answer);
  return answer.exit === 0 ? good({}) : bad(commandFailed(answer));
}

/** Sends one script that reads, and nothing else with it. */
export async function readAlone(
  session: ReadSession,
  script: Script<"read">,
  invocation: Invocation,
): Promise<Outcome<Answer>> {
  const answers = await session.read([questionOf(script, invocation).script], invocation.runAs);
  return answers.ok ? good(only(answers.value[0])) : answers;
}

/** The prefetched answer; without one, the question is sent together with those that will probably follow. */
async function ask(question: Question, { target, session, upcoming }: StepsContext): Promise<Outcome<Answer>> {
  const prefetch: Prefetch = target.prefetch;
  const prefetched = prefetch.take(question);
  if (prefetched) return prefetched;
  const next = await prefetch.choose(upcoming, question);
  const [answer, ...read] = session.readEach(scriptsOf([question, ...next]), question.runAs);
  prefetch.keep(next, read);
  return only(answer);
}

function scriptsOf(questions: readonly Question[]): Script<"read">[] {
  return questions.map(({ script }) => script);
}

function only<T>(answer: T | undefined): T {
  if (answer === undefined) throw new RangeError("one script was sent, but no answer was returned");
  return answer;
}
