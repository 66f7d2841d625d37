import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { ask, runningJob } from "./flink.ts";
import { changesOf, deployed, faultsOf, provision, ROOT, SITE, deploymentState, expectExit } from "./harness.ts";

const DASHBOARD = join("roles", "grafana", "files", "pipeline.json");

/** A zip archive that contains only an empty text file, NOTE. */
const NO_PROGRAM = Buffer.from(
  "UEsDBAoAAAAAAAAAIQAAAAAAAAAAAAAAAAAEAAAATk9URVBLAQIKAAoAAAAAAAAAIQAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAABOT1RFUEsFBgAAAAABAAEAMgAAACIAAAAAAA==",
  "base64",
);

describe("site/bad-input: rejected before anything changes", () => {
  let lab: Lab;
  let folder: string;
  let stateBefore: unknown;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "bad-input-"));
    lab = await deployed();
    stateBefore = await currentState();
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  afterEach(async () => {
    expect(await currentState()).to.deep.equal(stateBefore);
  });

  async function currentState(): Promise<unknown> {
    const jars = await ask<{ files: readonly { id: string }[] }>(lab, "/jars");
    return {
      deploymentState: await deploymentState(lab),
      job: (await runningJob(lab)).id,
      jars: jars?.files.map(({ id }) => id),
    };
  }

  /** Runs the site, expects one error and no change, and returns the error's message and hint. */
  async function rejection(args: readonly string[], code: string, cwd?: string): Promise<string> {
    const run = expectExit(await provision(lab, [...SITE, ...args], "", cwd), 1);
    expect(changesOf(run)).to.deep.equal([]);
    const [fault, ...others] = faultsOf(run);
    expect(others).to.deep.equal([]);
    expect(fault?.code).to.equal(code);
    return `${fault?.message ?? ""}\n${fault?.hint ?? ""}`;
  }

  const BAD = [
    {
      what: "fewer partitions than a topic has",
      args: ["--tags", "topics", "-e", "topics_raw_partitions=2"],
      code: "services/kafka-shrink",
      message: /raw_sensors has 4 partitions, desired 2[^]*Request 4 partitions/,
    },
    {
      what: "more parallelism than there are slots",
      args: ["--tags", "job", "-e", "job_parallelism=99"],
      code: "services/flink-slots",
      message: /parallelism 99, but only 4 of Flink's 4 slots[^]*Lower `parallelism`/,
    },
  ];

  for (const { what, args, code, message } of BAD) {
    it(`${what}, also in check mode`, async () => {
      for (const mode of [["--check"], []]) expect(await rejection([...args, ...mode], code)).to.match(message);
    });
  }

  it("keys that the object store rejects, also in check mode", async () => {
    const keys = ["--tags", "object_store", "-e", "s3_secret_key=not-the-key"];
    for (const mode of [["--check"], []]) {
      const run = expectExit(await provision(lab, [...SITE, ...keys, ...mode]), 1);
      expect(changesOf(run)).to.deep.equal([]);
      const messages = faultsOf(run).map(({ message }) => message);
      expect(messages).to.have.length(2);
      for (const message of messages) {
        expect(message).to.match(/The object store of server1 rejects the two keys of secrets\.yaml/);
      }
    }
  });

  it("an archive without a program as the jar, also in check mode", async () => {
    const jar = join(folder, "text.jar");
    writeFileSync(jar, NO_PROGRAM);
    for (const mode of [["--check"], []]) {
      const message = await rejection(["--tags", "job", "-e", `job_jar=${jar}`, ...mode], "services/flink-not-a-job");
      expect(message).to.match(/cannot run a job from text\.jar: it has no manifest[^]*Nothing was stopped or started/);
    }
  });

  it("a jar for which Flink makes no plan: the old job keeps running and the jar is removed", async () => {
    const message = await rejection(["--tags", "job", "-e", "job_mad_floor=-1"], "services/flink-not-a-job");
    expect(message).to.match(
      /cannot run a job from runtimeprocessing-0\.1\.jar: .*mad-floor[^]*Nothing was stopped or started/,
    );
  });

  it("a dashboard that queries a column unknown to Druid, also in check mode", async () => {
    const project = join(folder, "project");
    for (const name of ["playbooks", "roles", "templates", "files"]) {
      cpSync(join(ROOT, name), join(project, name), { recursive: true });
    }
    const dashboard = readFileSync(join(ROOT, DASHBOARD), "utf8").replace("SUM(outliers)", "SUM(outlyers)");
    writeFileSync(join(project, DASHBOARD), dashboard);
    for (const mode of [["--check"], []]) {
      const message = await rejection(["--tags", "grafana", ...mode], "services/grafana-panel-wrong", project);
      expect(message).to.match(/Dashboard "Sensor pipeline", panel "[^"]+": query .*'outlyers' not found/);
      expect(message).to.contain("correct it in the dashboard's file");
    }
  });
});
