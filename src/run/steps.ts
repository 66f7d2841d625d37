import { bad, good, type Outcome } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { ValueMap } from "../model/value.ts";
import type { Answer } from "../module/answer.ts";
import type { Apply, Decision, Module, ServiceModule, Settle, ShellModule } from "../module/contract.ts";
import { read, sequence, withUpload, type Power, type Script } from "../module/script.ts";
import type { ReadSession, Session } from "../shell/session.ts";
import { commandFailed } from "./command-fault.ts";
import type { Access, HostRun, RunAs } from "./host-run.ts";

/** One module with its arguments, ready to be done on a host. */
export interface Work {
  /** As the module's schema wants them. */
  readonly args: never;
  readonly runAs: RunAs;
  readonly environment: Readonly<Record<string, string>>;
  /** Handlers that a change notifies: their keys. */
  readonly notifies: readonly string[];
}

/** A module's steps, bound to a host: whatever the kind, the engine does the same with them. */
export interface Steps {
  probe(): Promise<Outcome<unknown>>;
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
      const answer = await writing.write(upload ? withUpload(script, upload) : script, runAs);
      return answer.ok ? applied(apply, answer.value) : answer;
    },
    settle: module.settle,
  };
}

type AnyService = ServiceModule<never, unknown, unknown, unknown, unknown>;

function serviceSteps(module: AnyService, work: Work, run: HostRun, { session }: Access): Steps {
  const { args, runAs, notifies } = work;
  const client = () => run.client(module.service, module.target(args), session.dial);
  return {
    probe: () => module.probe(args, client().reader),
    decide: (state) => module.decide(args, state, run.overlay),
    async apply(writing, changes, state) {
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
  return answers.ok ? good(only(answers.value)) : answers;
}

/** The task's `environment`, exported before the script; names were checked when the project was loaded. */
function inEnvironment<P extends Power>(script: Script<P>, environment: Readonly<Record<string, string>>): Script<P> {
  const entries = Object.entries(environment);
  if (entries.length === 0) return script;
  const exports = entries.map(([name, value]) => read`export ${`${name}=${value}`}`);
  return { ...script, text: `${sequence(exports).text}\n${script.text}` };
}

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new RangeError("one script was sent, and no answer came back");
  return item;
}
