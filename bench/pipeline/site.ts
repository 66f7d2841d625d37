import { queryRows } from "../../files/proof/query-druid.ts";
import { existingLab, type Lab } from "../../lab/api.ts";

/** The site as it runs on the lab. */
export interface Site {
  readonly lab: Lab;
  /** `address:port` of every broker. */
  readonly brokers: readonly string[];
  /** The URL of Druid's router. */
  readonly druid: string;
  /** Milliseconds between two checkpoints of the Flink job. */
  readonly checkpoints: number;
}

const TABLES = `SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME IN ('raw_sensors', 'clean_sensors')`;

/** The site with its job running; undefined if it does not exist or does not answer. */
export async function findSite(): Promise<Site | undefined> {
  const lab = await existingLab();
  const main = lab?.hosts[0];
  if (lab === undefined || main === undefined) return undefined;
  const druid = `http://${main.address}:8808`;
  try {
    const [tables] = await queryRows({ url: druid }, TABLES);
    const checkpoints = await checkpointInterval(`http://${main.address}:8081`);
    if (tables?.[0] !== 2 || checkpoints === undefined) return undefined;
    return { lab, druid, checkpoints, brokers: lab.hosts.map(({ address }) => `${address}:9092`) };
  } catch {
    return undefined;
  }
}

async function checkpointInterval(flink: string): Promise<number | undefined> {
  const { jobs } = await get<{ jobs: { jid: string; state: string }[] }>(`${flink}/jobs/overview`);
  const running = jobs.find(({ state }) => state === "RUNNING");
  if (running === undefined) return undefined;
  return (await get<{ interval: number }>(`${flink}/jobs/${running.jid}/checkpoints/config`)).interval;
}

async function get<T>(url: string): Promise<T> {
  // The type is that of Flink's REST API.
  return (await (await fetch(url)).json()) as T;
}
