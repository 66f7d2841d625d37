import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { FlinkJobDetail, FlinkReader } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { jarProblem } from "./jar.ts";
import { idOf } from "./run.ts";
import { remembered, type FlinkJobState } from "./state.ts";

/** How many of the newest jobs of one name are read: older ones have no newer state to continue from. */
const JOBS_READ = 5;

export async function probeJob(args: FlinkJobArgs, reader: FlinkReader): Promise<Outcome<FlinkJobState>> {
  const { name } = args;
  const jar = await checkJar(args);
  if (!jar.ok) return jar;
  const overview = await reader.overview();
  if (!overview.ok) return overview;
  const listed = await reader.jobs();
  if (!listed.ok) return listed;
  const jobs: FlinkJobDetail[] = [];
  for (const job of listed.value.filter((one) => one.name === name).slice(0, JOBS_READ)) {
    const detail = await reader.job(job);
    if (!detail.ok) return detail;
    jobs.push(detail.value);
  }
  const jars = await reader.jars();
  if (!jars.ok) return jars;
  const found = isForgotten(args, jobs) ? await reader.find(idOf(name)) : good(undefined);
  if (!found.ok) return found;
  const problem = jobs[0]?.state === "FAILED" ? await reader.problem(jobs[0].id) : [];
  return good({ overview: overview.value, jobs, jars: jars.value, found: found.value, problem });
}

/** Rejects a file that is not a jar before anything is sent, also in check mode. */
async function checkJar({ state, jar, entry_class: entryClass }: FlinkJobArgs): Promise<Outcome<void>> {
  const problem = state === "running" && jar ? await jarProblem(jar, entryClass === undefined) : undefined;
  if (!jar || problem === undefined) return good(undefined);
  return bad(flinkFault("services/flink-not-a-job", { jar: jar.label, reason: problem }));
}

/** Whether the job must be started, and neither Flink nor the user knows where its state is. */
function isForgotten({ state, restore_from }: FlinkJobArgs, jobs: readonly FlinkJobDetail[]): boolean {
  return state === "running" && restore_from === undefined && jobs.every(hasEnded) && remembered(jobs) === undefined;
}
