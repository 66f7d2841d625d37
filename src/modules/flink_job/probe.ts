import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { FlinkJobDetail, FlinkReader } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { jarProblem } from "./jar.ts";
import { idOf } from "./run.ts";
import { remembered, type FlinkJobState } from "./state.ts";

/** How many jobs of one name are looked at: what came before those has nothing newer to go on from. */
const REMEMBERED = 5;

export async function probeJob(args: FlinkJobArgs, reader: FlinkReader): Promise<Outcome<FlinkJobState>> {
  const { name } = args;
  const jar = await lookAtJar(args);
  if (!jar.ok) return jar;
  const overview = await reader.overview();
  if (!overview.ok) return overview;
  const listed = await reader.jobs();
  if (!listed.ok) return listed;
  const jobs: FlinkJobDetail[] = [];
  for (const job of listed.value.filter((one) => one.name === name).slice(0, REMEMBERED)) {
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

/** What is no jar is known before anything is sent, in check mode, too. */
async function lookAtJar({ state, jar, entry_class: entryClass }: FlinkJobArgs): Promise<Outcome<void>> {
  const problem = state === "running" && jar ? await jarProblem(jar, entryClass === undefined) : undefined;
  if (!jar || problem === undefined) return good(undefined);
  return bad(flinkFault("services/flink-not-a-job", { jar: jar.label, reason: problem }));
}

/** Whether a job is to be started of which neither Flink nor the user knows where its state is. */
function isForgotten({ state, restore_from }: FlinkJobArgs, jobs: readonly FlinkJobDetail[]): boolean {
  return state === "running" && restore_from === undefined && jobs.every(hasEnded) && remembered(jobs) === undefined;
}
