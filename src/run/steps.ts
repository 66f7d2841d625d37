import { bad, good, type Outcome } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { ValueMap } from "../model/value.ts";
import type { Answer } from "../module/answer.ts";
import type { Apply, Decision, Module, ServiceModule, Settle, ShellModule } from "../module/contract.ts";
import { inEnvironment } from "../module/environment.ts";
import { sequence, withUpload, type Script } from "../module/script.ts";
import type { ReadSession, Session } from "../shell/session.ts";
import { commandFailed } from "./command-fault.ts";
import type { Ahead, Question, Upcoming } from "./prefetch/prefetch.ts";
import type { Access, HostRun } from "./host-run.ts";
import type { Work } from "./work.ts";

/** A module's steps, bound to a host: whatever the kind, the engine does the same with them. */
export interface Steps {
  probe(): Promise<Outcome<unknown>>;
  /** Probes at this very moment, and nothing else with it. */
  probeAgain(): Promise<Outcome<unknown>>;
  decide(state: unknown): Decision;
  /** Needs a session that can write: check mode has none. */
  apply(session: Session, changes: NonEmpty<Change>, state: unknown): Promise<Outcome<ValueMap>>;
  readonly settle: Settle<never, unknown> | undefined;
}

export function stepsOf(module: Exclude<Module, { kind: "pure" }>, work: Work, run: HostRun, access: Access): Steps {
  return module.kind === "shell" ? shellSteps(module, work, run, access) : serviceSteps(module, work, run, access);
}

function shellSteps(module: ShellModule<never, unknown>, work: Work, run: HostRun, { session }: Access): Steps {
  const { args, runAs, environment, notifies } = work;
  return {
    async probe() {
      const { script, parse } = module.probe(args);
      const answer = await askAhead(run.ahead, session, questionOf(script, work), work.upcoming);
      return answer.ok ? parse(answer.value) : answer;
    },
    async probeAgain() {
      run.ahead.forget();
      const { script, parse } = module.probe(args);
      const answer = await readAs(session, script, work);
      return answer.ok ? parse(answer.value) : answer;
    },
    decide: (state) => module.decide(args, state, run.overlay),
    async apply(writing, changes, state) {
      const apply = module.apply(args, changes, state);
      const script = sequence([
        ...notifies.map((key) => writing.remember(key)),
        inEnvironment(apply.script, environment),
      ]);
      const { upload } = apply.script;
      run.ahead.changing();
      // Where the module waits for something, what is read now would be too early.
      const next = module.settle ? [] : await run.ahead.choose(work.upcoming, { runAs });
      const whole = upload ? withUpload(script, upload) : script;
      const [written, ...read] = writing.writeThenRead(whole, scriptsOf(next), runAs);
      run.ahead.keep(next, read);
      const answer = await only(written);
      return answer.ok ? applied(apply, answer.value) : answer;
    },
    settle: module.settle,
  };
}

type AnyService = ServiceModule<never, unknown, unknown, unknown, unknown>;

function serviceSteps(module: AnyService, work: Work, run: HostRun, { session }: Access): Steps {
  const { args, runAs, notifies } = work;
  const client = () => run.client(module.service, module.target(args), session.dial);
  const probe = () => {
    // It may take its time, and no script travels with it.
    run.ahead.forget();
    return module.probe(args, client().reader);
  };
  return {
    probe,
    probeAgain: probe,
    decide: (state) => module.decide(args, state, run.overlay),
    async apply(writing, changes, state) {
      run.ahead.changing();
      if (notifies.length > 0) {
        const remembered = await writing.write(sequence(notifies.map((key) => writing.remember(key))), runAs);
        if (!remembered.ok) return remembered;
      }
      return module.apply(args, changes, client().writer, state);
    },
    settle: module.settle,
  };
}

function applied({ parse }: Apply, answer: Answer): Outcome<ValueMap> {
  if (parse) return parse(answer);
  return answer.exit === 0 ? good({}) : bad(commandFailed(answer));
}

/** Sends one script that reads, as the task's user and in its environment. */
export async function readAs(session: ReadSession, script: Script<"read">, work: Work): Promise<Outcome<Answer>> {
  const answers = await session.read([inEnvironment(script, work.environment)], work.runAs);
  return answers.ok ? good(only(answers.value[0])) : answers;
}

/** What a script asks as the task's user and in its environment. */
export function questionOf(script: Script<"read">, { environment, runAs }: Work): Question {
  return { script: inEnvironment(script, environment), runAs };
}

/** The answer that is there already; otherwise the question travels together with those that probably come next. */
async function askAhead(
  ahead: Ahead,
  session: ReadSession,
  question: Question,
  upcoming: Upcoming,
): Promise<Outcome<Answer>> {
  const held = ahead.take(question);
  if (held) return held;
  const next = await ahead.choose(upcoming, question);
  const [answer, ...read] = session.readEach(scriptsOf([question, ...next]), question.runAs);
  ahead.keep(next, read);
  return only(answer);
}

function scriptsOf(questions: readonly Question[]): Script<"read">[] {
  return questions.map(({ script }) => script);
}

function only<T>(answer: T | undefined): T {
  if (answer === undefined) throw new RangeError("one script was sent, and no answer came back");
  return answer;
}
