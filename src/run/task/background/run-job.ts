import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { runFault } from "../../../errors/catalogue/run.ts";
import { shellFault } from "../../../errors/catalogue/shell.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { isUnreachable } from "../../../errors/unreachable.ts";
import type { RunAs } from "../../../model/host.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Applied, Apply } from "../../../module/contract.ts";
import { damagedJobs, forgetJob, jobFault, jobResult, parseJob, readJob, type Job } from "../../../module/jobs/job.ts";
import { withUpload, type Script } from "../../../module/script.ts";
import { endJob, startJob } from "../../../shell/jobs/jobs.ts";
import type { Session } from "../../../shell/session.ts";
import type { Target } from "../../places/target.ts";
import { mayComeBack, reconnect } from "../waits/connection.ts";
import type { Watch } from "../waits/watch.ts";
import type { Background } from "./background.ts";

interface RunsJob {
  readonly background: Background;
  readonly target: Target;
  readonly runAs: RunAs;
  readonly watch: Watch;
  readonly session: Session;
  /** Sends the script that starts the job. */
  readonly start: (script: Script<"write">) => Promise<Outcome<Answer>>;
  readonly parse: (answer: Answer) => Applied;
}

/** Seconds beyond its own time in which a job must have ended. */
const GRACE_SECONDS = 60;
/** Seconds for which the host itself waits for the end of a job, each time that it is asked. */
const PATIENCE_SECONDS = 1;

/** Applies changes in a background job, and waits for its end unless `poll` is 0. */
export async function runJob({ script }: Apply, parts: RunsJob): Promise<Applied> {
  const { background, target } = parts;
  const starting = startJob(background, script);
  const answer = await parts.start(script.upload ? withUpload(starting, script.upload) : starting);
  const fault = answer.ok ? startFault(answer.value, target.name) : answer.faults[0];
  if (fault && !(isUnreachable(fault) && background.poll > 0)) return bad(fault);
  if (background.poll === 0) return good(jobResult(background.id, false));
  const job = await waitForJob(parts, fault);
  if (!job.ok) return job;
  const unfinished = jobFault(job.value);
  const applied = unfinished ? bad(unfinished) : parts.parse(job.value.answer);
  return applied.ok ? { ...applied, value: { ...applied.value, ...jobResult(background.id, true) } } : applied;
}

function startFault(answer: Answer, host: string): Fault | undefined {
  if (answer.exit === 0) return undefined;
  return damagedJobs(answer) ?? shellFault("shell/state-folder", { host, output: answer.stderr.trim() });
}

/** Looks at a job until it has ended. If the connection is lost, opens another one. `lost` is why the start was not confirmed. */
async function waitForJob(
  { background, target, runAs, watch, ...parts }: RunsJob,
  lost?: Fault,
): Promise<Outcome<Job>> {
  const { id, limit, poll } = background;
  const { clock, interrupted, progress } = watch;
  const deadline = clock.now() + (limit + GRACE_SECONDS) * 1000;
  let { session } = parts;
  for (let fault = lost; ;) {
    const open = fault ? await reopen(target) : good(session);
    if (open.ok) session = open.value;
    const job = open.ok ? await look(session, id, runAs) : open;
    if (job.ok && job.value.state !== "running") {
      await session.write(forgetJob(id), runAs);
      return good(job.value);
    }
    fault = job.ok ? undefined : job.faults[0];
    if (interrupted()) {
      await session.write(endJob(id), runAs);
      return bad(runFault("run/interrupted", {}));
    }
    if (fault && !mayComeBack(fault)) return bad(fault);
    if (clock.now() >= deadline) return bad(fault ?? moduleFault("modules/job-endless", { id, limit }));
    progress(fault ? "waiting for the connection to the host" : `waiting for the background job ${id}`);
    await clock.sleep(Math.max(poll - PATIENCE_SECONDS, fault ? 1 : 0));
  }
}

async function look(session: Session, id: string, runAs: RunAs): Promise<Outcome<Job>> {
  const answers = await session.read([readJob(id, PATIENCE_SECONDS)], runAs);
  if (!answers.ok) return answers;
  const [answer] = answers.value;
  const job = answer ? parseJob(id, answer) : good(undefined);
  if (!job.ok) return job;
  return job.value ? good(job.value) : bad(moduleFault("modules/no-job", { id }));
}

async function reopen(target: Target): Promise<Outcome<Session>> {
  const access = await reconnect(target);
  if (!access.ok) return access;
  if (access.value.mode === "check") throw new Error("a background job was started in check mode");
  return good(access.value.session);
}
