import { expect } from "chai";
import { Unknown } from "../../../src/model/unknown.ts";
import { ALL, answer, decide, file, HASHES, withChanged, type Found } from "./support.ts";
import { predictedFrom } from "../lib/target.ts";

const START = 1_000_000;
const FILE = "/opt/p/kafka/server.properties";
const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace("Z", "123456Z");

const bind = (source: string, writable = false) => ({
  Type: "bind",
  Source: source,
  Destination: "/etc/kafka",
  RW: writable,
});

/** An answer in which kafka was started at START, with these mounts and host configuration, and these lines besides. */
function kafka(lines: string, { mounts = [bind("/opt/p/kafka")], config = {}, found = ALL }: Kafka = {}) {
  const host = JSON.stringify({ config, mounts, user: "", volumes: {} });
  const head = `${HASHES}now ${START + 500}\nstarted id-kafka 0 ${time(START)}\nhost id-kafka ${host}\n${lines}`;
  return answer(found, { head });
}

interface Kafka {
  readonly mounts?: readonly object[];
  readonly config?: object;
  readonly found?: readonly Found[];
}

describe("compose: a service runs what its files say", () => {
  const reason = `restart p/kafka: ${FILE} changed after it started`;

  it("restarts a service one of whose read-only files changed after it started", () => {
    const { summaries, script } = decide({}, kafka(`changed ${START + 1} ${FILE}\n`));
    expect(summaries).to.deep.equal([reason]);
    expect(script).to.match(/ up -d .*'kafka' && with_environment timeout '300' docker 'compose' .* restart 'kafka'/s);
    expect(decide({}, kafka(`changed ${START + 1} ${FILE}\n`, { mounts: [bind(FILE)] })).summaries).to.have.length(1);
  });

  it("leaves it alone if the file is older, from the future, writable, or no file of it", () => {
    for (const at of [START - 1, START, START + 501])
      expect(decide({}, kafka(`changed ${at} ${FILE}\n`)).summaries, String(at)).to.deep.equal([]);
    expect(decide({}, kafka(`changed ${START + 1} /opt/p/kafka2/a\n`)).summaries).to.deep.equal([]);
    const data = kafka(`changed ${START + 1} ${FILE}\n`, { mounts: [bind("/opt/p/kafka", true)] });
    expect(decide({}, data).summaries).to.deep.equal([]);
  });

  it("does not restart a container that it creates or starts anyway, and unpauses one before", () => {
    const line = `changed ${START + 1} ${FILE}\n`;
    const old = withChanged({ service: "kafka", hash: "old" });
    expect(decide({}, kafka(line, { found: old })).summaries).to.deep.equal(["recreate p/kafka"]);
    const ended = withChanged({ service: "kafka", state: "exited", status: "Exited (1) now" });
    expect(decide({}, kafka(line, { found: ended })).summaries).to.deep.equal(["start p/kafka"]);
    const paused = decide({}, kafka(line, { found: withChanged({ service: "kafka", state: "paused" }) }));
    expect(paused.summaries).to.deep.equal([reason]);
    expect(paused.script.indexOf("docker unpause")).to.be.within(0, paused.script.indexOf("up -d"));
  });

  it("restarts once if the task restarts it anyway", () => {
    const { script } = decide({ state: "restarted", services: ["kafka"] }, kafka(`changed ${START + 1} ${FILE}\n`));
    expect(script.match(/ restart 'kafka'/g)).to.have.length(1);
  });

  describe("in check mode", () => {
    const changed = file("kafka/server.properties", "new\n");
    const created = {
      resource: { kind: "container", name: "p/kafka" },
      after: { state: "running", definition: "h-kafka" },
    } as const;

    it("predicts the restart that an earlier task of the run causes", () => {
      expect(decide({}, kafka(""), predictedFrom([changed])).summaries).to.deep.equal([reason]);
      expect(decide({}, kafka(""), predictedFrom([file("kafka/server.properties", null)])).summaries).to.deep.equal([
        reason,
      ]);
      expect(decide({}, kafka(""), predictedFrom([file("flink/env", "A=1\n")])).summaries).to.deep.equal([]);
    });

    it("predicts it again only for a file that changes after the container was started", () => {
      expect(decide({}, kafka(""), predictedFrom([changed, created])).summaries).to.deep.equal([]);
      expect(decide({}, kafka(""), predictedFrom([created, changed])).summaries).to.deep.equal([reason]);
    });

    it("predicts nothing if an earlier task may change the file", () => {
      const maybe = { resource: changed.resource, after: new Unknown("the content is not known") };
      expect(decide({}, kafka(""), predictedFrom([maybe])).unpredictable).to.equal("the content is not known");
    });
  });

  describe("with the host configuration of its definition", () => {
    const wanted = (yaml: string) =>
      `kafka:\n  ${yaml}`
        .split("\n")
        .map((line) => `wanted   ${line}\n`)
        .join("");

    it("recreates a container that was changed by hand, together with what is changed anyway", () => {
      const config = { RestartPolicy: { Name: "no", MaximumRetryCount: 0 } };
      const found = withChanged({ service: "flink", hash: "old" });
      const { summaries, script } = decide({}, kafka(wanted("restart: unless-stopped"), { config, found, mounts: [] }));
      expect(summaries).to.have.members([
        "recreate p/flink",
        "recreate p/kafka: its restart policy is no instead of unless-stopped",
      ]);
      expect(script).to.match(/ up -d [^\n]*'--force-recreate' 'kafka' && .* up -d [^\n]*'missing' *'flink'/);
    });

    it("brings up nothing else if only that is to be done", () => {
      const { script } = decide(
        {},
        kafka(wanted("mem_limit: '100'"), { config: { Memory: 50, MemorySwap: 200 }, mounts: [] }),
      );
      expect(script.match(/ up -d /g)).to.have.length(1);
    });

    it("leaves a container alone that is as defined", () => {
      const config = { RestartPolicy: { Name: "always", MaximumRetryCount: 0 } };
      expect(decide({}, kafka(wanted("restart: always"), { config, mounts: [] })).summaries).to.deep.equal([]);
    });
  });
});
