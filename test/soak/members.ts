import { queryRows } from "../../files/proof/query-druid.ts";
import type { Lab } from "../../lab/api.ts";
import { druidOf, flinkOf, withAdmin } from "../site/topics.ts";

const DATA_NODES = "SELECT host FROM sys.servers WHERE server_type = 'historical' ORDER BY host";

/** The members of each cluster: the node ids of brokers, the addresses of the others. */
export interface Members {
  readonly brokers: readonly number[];
  readonly taskManagers: readonly string[];
  readonly dataNodes: readonly string[];
}

export async function membersOf(lab: Lab): Promise<Members> {
  const { brokers } = await withAdmin(lab, (admin) => admin.describeCluster());
  const rows = await queryRows({ url: druidOf(lab) }, DATA_NODES);
  return {
    brokers: brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b),
    taskManagers: await taskManagers(lab),
    dataNodes: rows.map(([host]) => String(host)),
  };
}

async function taskManagers(lab: Lab): Promise<string[]> {
  // Flink's REST API documents the type. A path has the form pekko.tcp://flink@HOST:PORT/user/...
  const response = (await (await fetch(`${flinkOf(lab)}/taskmanagers`)).json()) as { taskmanagers: { path: string }[] };
  return response.taskmanagers.map(({ path }) => /@([^:]+):/.exec(path)?.[1] ?? path).sort();
}

/** Partitions with a replica that is out of sync, as `topic partition`, including Kafka's internal topics. */
export async function outOfSync(lab: Lab): Promise<string[]> {
  const { topics } = await withAdmin(lab, async (admin) =>
    admin.fetchTopicMetadata({ topics: await admin.listTopics() }),
  );
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ replicas, isr }) => isr.length < replicas.length)
      .map(({ partitionId }) => `${name} ${partitionId}`),
  );
}
