import { join } from "node:path";
import kafkajs from "kafkajs";
import type { Placed } from "../../files/sensors/readings/record.ts";
import { parseConsumed } from "../../files/sensors/prove/consumed.ts";
import { buildJob, labUp, type Lab } from "../../lab/api.ts";
import { run } from "../../lab/machine/process.ts";

export const ROOT = join(import.meta.dirname, "..", "..", "..");
export const SERVERS = ["server1", "server2"];
/** All verifications except the proof, which takes longest and has its own tests. */
export const VERIFY = ["playbooks/verify.yaml", "--skip-tags", "proof"];
export const JOURNAL = "/srv/sensor-pipeline/journal";
/** The whole site, with the sensors' journal. */
export const SITE = ["playbooks/site.yaml", "-e", `sensors_journal_dir=${JOURNAL}`];

/** One line of `--json`: the fields that these tests read. */
export interface Line {
  readonly event: string;
  readonly task?: string;
  readonly role?: string | null;
  readonly host?: string;
  readonly status?: string;
  readonly stage?: string;
  readonly diff?: readonly {
    readonly resource: { readonly kind: string; readonly name: string };
    readonly summary: string;
  }[];
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
  readonly code?: string;
  readonly message?: string;
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Provisioned {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly Line[];
  /** The recap's counts, by host. */
  readonly hosts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Runs the program on the lab, from this project's folder or another one. */
export async function provision(lab: Lab, args: readonly string[], input = "", cwd = ROOT): Promise<Provisioned> {
  const inventories = lab.inventoryFiles.flatMap((file) => ["-i", file]);
  const outcome = await run([process.execPath, join(ROOT, "bin/provision.js"), ...args, ...inventories, "--json"], {
    cwd,
    env: lab.addresses,
    input,
  });
  const lines = outcome.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
  const hosts = lines.findLast(({ event }) => event === "recap")?.hosts ?? {};
  return { exit: outcome.code, stdout: outcome.stdout, stderr: outcome.stderr, lines, hosts };
}

/** Returns the outcome; throws with the end of stderr if the exit code is another one. */
export function expectExit(outcome: Provisioned, exit: number): Provisioned {
  if (outcome.exit !== exit) throw new Error(`exit ${outcome.exit} instead of ${exit}\n${outcome.stderr.slice(-6000)}`);
  return outcome;
}

/** The errors of failed tasks, in order. */
export function faultsOf({ lines }: Provisioned): NonNullable<Line["error"]>[] {
  return lines.flatMap(({ event, error }) => (event === "task_result" && error ? [error] : []));
}

/** The resources that changed, or would change in check mode: `host kind:name`, in order. */
export function changesOf({ lines }: Provisioned): string[] {
  return lines
    .filter(({ event, status }) => event === "task_result" && status === "changed")
    .flatMap(({ host, diff }) => (diff ?? []).map(({ resource }) => `${host ?? ""} ${resource.kind}:${resource.name}`));
}

let deployment: Promise<Lab> | undefined;
let intact = false;

// Test files share the deployment: the leftovers of a failed test must not fail other tests.
afterEach(function () {
  if (this.currentTest?.state === "failed") intact = false;
});

/** The lab with the site on it: deployed for the first test that needs it, and repaired after a failed test. */
export async function deployed(): Promise<Lab> {
  deployment ??= startLab(false);
  const lab = await deployment;
  if (!intact) await repair(lab);
  intact = true;
  return lab;
}

/** Repairs changes made by hand: runs the whole site, or the part that these arguments select. */
export async function repair(lab: Lab, ...part: readonly string[]): Promise<void> {
  expectExit(await provision(lab, [...SITE, ...part]), 0);
}

/** Bare servers with new host keys. */
export async function bareServers(): Promise<Lab> {
  intact = false;
  deployment = startLab(true);
  return deployment;
}

async function startLab(fresh: boolean): Promise<Lab> {
  await buildJob("untested");
  return labUp({ hosts: SERVERS, fresh, images: ["kafka", "pipeline"] });
}

/** The output of a command inside a server; throws if it fails. */
export async function inside(lab: Lab, host: string, command: string): Promise<string> {
  const outcome = await lab.exec(host, command);
  if (outcome.code !== 0) throw new Error(`${host}: ${command}: exit ${outcome.code}\n${outcome.stderr}`);
  return outcome.stdout;
}

/** Ids of all containers on these servers, by name. */
export async function containers(lab: Lab, hosts: readonly string[] = SERVERS): Promise<string[]> {
  const lists = hosts.map((host) => inside(lab, host, "docker ps -a --no-trunc --format '{{.Names}} {{.ID}}'"));
  return (await Promise.all(lists))
    .flatMap((list, index) =>
      list
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => `${hosts[index] ?? ""} ${line}`),
    )
    .sort();
}

/** The containers, and the files that the site wrote to the servers. */
export async function deploymentState(lab: Lab): Promise<string[]> {
  const find = "find /opt/sensor-pipeline /etc/docker -printf '%p %T@ %m %U\\n' | sort";
  const files = await Promise.all(SERVERS.map((host) => inside(lab, host, find)));
  return [...(await containers(lab)), ...files.flatMap((list) => list.split("\n"))];
}

export const bootstrap = (lab: Lab): string[] => lab.hosts.map(({ address }) => `${address}:9092`);

/** Every record of a topic without transactions, read by the image's own consumer. */
export async function readTopic(lab: Lab, topic: string): Promise<Placed[]> {
  const total = await endOf(lab, topic);
  const properties = ["partition", "offset", "headers", "key"].map((name) => `--property print.${name}=true`).join(" ");
  const command = `docker exec -e KAFKA_HEAP_OPTS=-Xmx128m -e KAFKA_LOG4J_OPTS= sensor-pipeline-kafka-1 /opt/kafka/bin/kafka-console-consumer.sh \
    --bootstrap-server ${bootstrap(lab)[0] ?? ""} --topic ${topic} --from-beginning ${properties} --max-messages ${total} --timeout-ms 30000`;
  const text = await inside(lab, "server1", command);
  return text.split("\n").flatMap((line) => parseConsumed(topic, line) ?? []);
}

/** The sum of the end offsets of a topic's partitions. */
export async function endOf(lab: Lab, topic: string): Promise<number> {
  const kafka = new kafkajs.Kafka({ brokers: bootstrap(lab), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const partitions = await admin.fetchTopicOffsets(topic);
    return partitions.reduce((sum, { high }) => sum + Number(high), 0);
  } finally {
    await admin.disconnect();
  }
}
