import { DAMAGED_JOBS } from "../../module/jobs/job.ts";
import { readProgram, write, writeProgram, type Script } from "../../module/script.ts";
import { endCommands } from "../end-commands.sh.ts";
import { processTree } from "../process-tree.sh.ts";
import { endJob as endProgram } from "./end-job.sh.ts";
import { startJob as startProgram } from "./start-job.sh.ts";

/** A background job, before it is started. */
export interface NewJob {
  readonly id: string;
  /** The module that does the work. */
  readonly module: string;
  /** The seconds after which it is ended. */
  readonly limit: number;
}

/** Seconds for which a job is kept that has ended: seven days. */
const KEPT = 604_800;

/** Starts a script as a background job of the task's user. Its upload becomes the job's. */
export function startJob({ id, module, limit }: NewJob, work: Script<"write">): Script<"write"> {
  const variables = { job: id, module, limit, kept: KEPT, damaged: DAMAGED_JOBS };
  return write`work() (
${work}
)
end_commands() (
${writeProgram(endCommands)}
)
${readProgram(processTree)}
${writeProgram(startProgram, { variables })}`;
}

/** Ends a job. */
export function endJob(id: string): Script<"write"> {
  return writeProgram(endProgram, { variables: { job: id } });
}
