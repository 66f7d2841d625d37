import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { bootstrap, deployed, inside, provision, putRight, VERIFY, wantExit, type Provisioned } from "./harness.ts";

const TOPICS = "/opt/kafka/bin/kafka-topics.sh";

function faults({ lines }: Provisioned): string[] {
  return lines.flatMap(({ error }) => (error ? [`${error.code}: ${error.message}`] : []));
}

describe("verification fails where a service answers but is wrong:", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  const verify = (...part: string[]) => provision(lab, [...VERIFY, ...part]);
  const kafka = (command: string) =>
    inside(
      lab,
      "server1",
      `docker exec -e KAFKA_HEAP_OPTS=-Xmx128m -e KAFKA_LOG4J_OPTS= sensor-pipeline-kafka-1 ${command}`,
    );

  it("nothing is wrong", async () => {
    const run = wantExit(await verify(), 0);
    expect(faults(run)).to.deep.equal([]);
    expect(run.hosts["server1"]).to.include({ changed: 0 });
  });

  it("a broker is paused", async () => {
    await inside(lab, "server2", "docker pause sensor-pipeline-kafka-1");
    try {
      const run = wantExit(await verify("--tags", "kafka"), 1);
      expect(faults(run).join("\n")).to.match(/kafka/);
    } finally {
      await inside(lab, "server2", "docker unpause sensor-pipeline-kafka-1");
    }
  });

  it("a topic is missing", async () => {
    await kafka(`${TOPICS} --bootstrap-server ${bootstrap(lab)[0] ?? ""} --delete --topic malformed_sensors`);
    try {
      const run = wantExit(await verify("--tags", "topics"), 1);
      expect(faults(run).join("\n")).to.contain("malformed_sensors");
    } finally {
      await putRight(lab, "--tags", "topics");
    }
  });

  it("a broker is not in the cluster", async () => {
    await inside(lab, "server2", "docker stop sensor-pipeline-kafka-1");
    try {
      const run = wantExit(await verify("--tags", "kafka"), 1);
      expect(faults(run).join("\n")).to.match(/172|broker/i);
    } finally {
      await putRight(lab, "--tags", "kafka");
    }
  });

  it("the sensors have stopped", async () => {
    await inside(lab, "server1", "docker pause sensors-sensors-1");
    try {
      const run = wantExit(await verify("--tags", "sensors"), 1);
      expect(faults(run).join("\n")).to.contain("offsets_total");
    } finally {
      await inside(lab, "server1", "docker unpause sensors-sensors-1");
    }
  });
});
