import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../answer.ts";
import { readProgram, write, type Script } from "../script.ts";
import { readJob as program } from "./read-job.sh.ts";

/** How it is with a background job: it runs, ended by itself, was ended (after its time, by a run), or something else ended it. */
export type JobState = "running" | "ended" | "timeout" | "interrupted" | "lost";

/** A background job on a host. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  /** The module that does the work. */
  readonly module: string;
  /** What its script has answered; complete once it has ended. */
  readonly answer: Answer;
}

/** What the ID of a job looks like. Nobody can guess one. */
export const JOB_ID = "^[0-9a-f]{32}$";

/** The exit status of a script about jobs if something in the state folder cannot be used: its output says what is wrong, and the path. */
export const DAMAGED_JOBS = 76;

/** Reads a job of the task's user; waits up to so many seconds for its end. */
export function readJob(id: string, patience: number): Script<"read"> {
  return readProgram(program, { variables: { job: id, patience, damaged: DAMAGED_JOBS } });
}

/** Removes a job that has ended, and what it has left. */
export function forgetJob(id: string): Script<"write"> {
  return write`remove_leftovers "$base/async/"${id}`;
}

/** What `readJob` printed; undefined if there is no such job. */
export function parseJob(id: string, answer: Answer): Outcome<Job | undefined> {
  const damage = damagedJobs(answer);
  if (damage) return bad(damage);
  if (answer.stdout === "state none\n") return good(undefined);
  const [head, state, status = "", module = ""] =
    /^state (\w+)\n(?:exit (\d*)\nmodule (\w*)\n\n)?/.exec(answer.stdout) ?? [];
  if (answer.exit !== 0 || head === undefined || !isState(state)) {
    return bad(moduleFault("modules/unexpected-answer", { what: `the background job ${id}` }));
  }
  return good({
    id,
    state,
    module,
    answer: { ...answer, stdout: answer.stdout.slice(head.length), exit: Number(status) },
  });
}

function isState(text: string | undefined): text is JobState {
  return text !== undefined && ["running", "ended", "timeout", "interrupted", "lost"].includes(text);
}

/** The fault of a state folder that cannot be used for jobs. */
export function damagedJobs({ exit, stdout }: Answer): Fault | undefined {
  if (exit !== DAMAGED_JOBS) return undefined;
  const [wrong = "", ...path] = stdout.replace(/\n$/, "").split("\n");
  return moduleFault("modules/job-folder", { wrong, path: path.join("\n") });
}

/** Why a job did not come to its own end. */
export function jobFault({ id, state }: Job): Fault | undefined {
  const result = { result: jobResult(id, true) };
  if (state === "timeout") return moduleFault("modules/job-timeout", { id }, result);
  if (state === "interrupted") return moduleFault("modules/job-interrupted", { id }, result);
  return state === "lost" ? moduleFault("modules/job-lost", { id }, result) : undefined;
}

/** What results say about a job; also under the name that users of Ansible know. */
export function jobResult(id: string, finished: boolean): ValueMap {
  return { job_id: id, ansible_job_id: id, started: true, finished };
}
