import { join } from "node:path";
import kafkajs from "kafkajs";
import type { Placed } from "../../files/sensors/record.ts";
import { parseConsumed } from "../../files/sensors/consumed.ts";
import { buildJob, labUp, type Lab } from "../../lab/api.ts";
import { run } from "../../lab/machine/process.ts";

export const ROOT = join(import.meta.dirname, "..", "..", "..");
export const SERVERS = ["server1", "server2"];
/** All verifications but the proof, which takes longest and is tested by itself. */
export const VERIFY = ["playbooks/verify.yaml", "--skip-tags", "proof"];
export const JOURNAL = "/srv/sensor-pipeline/journal";
/** The main job, with the sensors' journal. */
export const SITE = ["playbooks/site.yaml", "-e", `sensors_journal_dir=${JOURNAL}`];

/** One line of `--json`, as far as these tests look at it. */
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
  /** Counts of the recap, by host. */
  readonly hosts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Runs the program itself on the lab, from the project's folder or that of another one. */
export async function provision(lab: Lab, args: readonly string[], input = "", cwd = ROOT): Promise<Provisioned> {
  const inventories = ["-i", "inventory.yaml", "-i", lab.inventoryFile];
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

/** Fails with what the run said where its exit is another. */
export function wantExit(outcome: Provisioned, exit: number): Provisioned {
  if (outcome.exit !== exit) throw new Error(`exit ${outcome.exit} instead of ${exit}\n${outcome.stderr.slice(-6000)}`);
  return outcome;
}

/** What failed, as it was said. */
export function faultsOf({ lines }: Provisioned): NonNullable<Line["error"]>[] {
  return lines.flatMap(({ event, error }) => (event === "task_result" && error ? [error] : []));
}

/** What changed, or would: `host resource`, in order. */
export function changesOf({ lines }: Provisioned): string[] {
  return lines
    .filter(({ event, status }) => event === "task_result" && status === "changed")
    .flatMap(({ host, diff }) => (diff ?? []).map(({ resource }) => `${host ?? ""} ${resource.kind}:${resource.name}`));
}

let deployment: Promise<Lab> | undefined;
let standsAsWanted = false;

// Files run one after the other: what a failed test leaves behind must fail no other.
afterEach(function () {
  if (this.currentTest?.state === "failed") standsAsWanted = false;
});

/** The lab with the site on it: deployed by the first test that asks, and put right again after one that has failed. */
export async function deployed(): Promise<Lab> {
  deployment ??= theLab(false);
  const lab = await deployment;
  if (!standsAsWanted) await putRight(lab);
  standsAsWanted = true;
  return lab;
}

/** What a test has changed by hand is put right by the site, or by a part of it. */
export async function putRight(lab: Lab, ...part: readonly string[]): Promise<void> {
  wantExit(await provision(lab, [...SITE, ...part]), 0);
}

/** Bare servers with new host keys. */
export async function bareServers(): Promise<Lab> {
  standsAsWanted = false;
  deployment = theLab(true);
  return deployment;
}

async function theLab(fresh: boolean): Promise<Lab> {
  await buildJob("untested");
  return labUp({ hosts: SERVERS, fresh, images: ["kafka", "pipeline"] });
}

/** What a command inside a server prints; it has to succeed. */
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

/** Containers, and what the site has put on the servers. */
export async function standing(lab: Lab): Promise<string[]> {
  const find = "find /opt/sensor-pipeline /etc/docker -printf '%p %T@ %m %U\\n' | sort";
  const files = await Promise.all(SERVERS.map((host) => inside(lab, host, find)));
  return [...(await containers(lab)), ...files.flatMap((list) => list.split("\n"))];
}

export const bootstrap = (lab: Lab): string[] => lab.hosts.map(({ address }) => `${address}:9092`);

/** Every record of a topic that no transaction writes to, by the image's own consumer. */
export async function readTopic(lab: Lab, topic: string): Promise<Placed[]> {
  const total = await endOf(lab, topic);
  const properties = ["partition", "offset", "headers", "key"].map((name) => `--property print.${name}=true`).join(" ");
  const command = `docker exec -e KAFKA_HEAP_OPTS=-Xmx128m -e KAFKA_LOG4J_OPTS= sensor-pipeline-kafka-1 /opt/kafka/bin/kafka-console-consumer.sh \
    --bootstrap-server ${bootstrap(lab)[0] ?? ""} --topic ${topic} --from-beginning ${properties} --max-messages ${total} --timeout-ms 30000`;
  const text = await inside(lab, "server1", command);
  return text.split("\n").flatMap((line) => parseConsumed(topic, line) ?? []);
}

/** How many offsets the topic has, all partitions together. */
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
