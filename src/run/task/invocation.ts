import type { Outcome } from "../../errors/fault.ts";
import { good } from "../../errors/fault.ts";
import type { RunAs } from "../../model/host.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Module } from "../../module/contract.ts";
import { inEnvironment } from "../../module/environment.ts";
import { sequence, withUpload, type Script } from "../../module/script.ts";
import { keyOnHosts } from "../../plan/handlers.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { Session } from "../../shell/session.ts";
import type { RunContext } from "../context.ts";
import { handlersNotifiedBy } from "../handlers/notified.ts";
import type { Question } from "../prefetch/prefetch.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { backgroundOf, type Background } from "./background/background.ts";
import { environmentOf, runAsOf } from "./privilege.ts";

/** A module with its arguments, ready to run on a host. */
export interface Invocation {
  /** Accepted by the module's schema. */
  readonly args: never;
  readonly runAs: RunAs;
  readonly environment: Readonly<Record<string, string>>;
  readonly background?: Background | undefined;
  /** The handlers that a change notifies, as the host is to remember them; none if the change is made on another host. */
  readonly notifies: readonly { readonly key: string; readonly section: string }[];
}

/** Unknown in check mode if the user or the environment is. */
export function invocationOf(task: TaskOnHost, args: Readonly<Record<string, unknown>>): Outcome<Invocation | Unknown> {
  const runAs = runAsOf(task);
  if (!runAs.ok) return runAs;
  if (runAs.value instanceof Unknown) return good(runAs.value);
  const environment = environmentOf(task);
  if (!environment.ok) return environment;
  if (environment.value instanceof Unknown) return good(environment.value);
  const background = backgroundOf(task);
  if (!background.ok) return background;
  const [project] = task.context.projectNames;
  const isAtHome = task.target === task.run.target;
  const notifies = (isAtHome ? handlersNotifiedBy(task) : []).map(({ key }) => {
    return { key: keyOnHosts(project, key), section: task.section };
  });
  // The schema that accepted the arguments is the one that the module's types derive from.
  return good({
    args: args as never,
    runAs: runAs.value,
    environment: environment.value,
    background: background.value,
    notifies,
  });
}

export async function moduleOf({ task }: PlannedTask, { registry }: RunContext): Promise<Module> {
  const module = await registry.load(task.module);
  if (!module) throw new Error(`the module ${task.module} was registered when the project was loaded, but is not now`);
  return module;
}

/** A script that reads, in the task's environment and as its user. */
export function questionOf(script: Script<"read">, { environment, runAs }: Invocation): Question {
  return { script: inEnvironment(script, environment), runAs };
}

/** Remembers the handlers and applies the changes. */
export function whole(
  script: Script<"write">,
  session: Session,
  { environment, notifies }: Invocation,
): Script<"write"> {
  const all = sequence([...rememberAll(notifies, session), inEnvironment(script, environment)]);
  return script.upload ? withUpload(all, script.upload) : all;
}

export function rememberAll(notifies: Invocation["notifies"], session: Session): Script<"write">[] {
  return notifies.map(({ key, section }) => session.rememberHandler(key, section));
}
