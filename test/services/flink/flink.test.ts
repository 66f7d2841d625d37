import { expect } from "chai";
import type { Server } from "node:net";
import type { FlinkJob } from "../../../src/services/flink/model.ts";
import { flinkService, openFlink } from "../../../src/services/flink/flink.ts";
import { fakeClock } from "../fake-clock.ts";
import { type RecordedRequest, fakeServer, type FakeReply } from "../fake-server.ts";
import * as recorded from "./fixtures.ts";
import { direct, closeServer } from "../loopback.ts";

const running: FlinkJob = {
  id: "be2c3fe37f8be60633b901a20fcbf2fa",
  name: "trial",
  state: "RUNNING",
  started: 1,
  ended: -1,
  tasks: { running: 3, finished: 0, total: 3 },
};
const run = { jar: "t-1.jar", args: ["--a", "b"], parallelism: 2 };

/** The answers by method and path, without the query. */
function routes(table: Readonly<Record<string, FakeReply>>) {
  return ({ method, path }: RecordedRequest): FakeReply =>
    table[`${method} ${path.split("?")[0] ?? ""}`] ?? [404, "no such thing"];
}

/** A moment in 2026. */
const NOW = 1_795_560_995_837;

describe("services/flink/flink", () => {
  let server: Server;

  async function open(answer: (request: RecordedRequest) => FakeReply) {
    const fake = await fakeServer(answer);
    server = fake.server;
    const clock = fakeClock(NOW);
    return { ...openFlink(direct, { url: `${fake.url}/` }, clock), requests: fake.requests, clock };
  }

  afterEach(() => closeServer(server));

  it("describes a job, with and without checkpoints", async () => {
    const path = `GET /jobs/${running.id}`;
    const table = { [path]: [200, recorded.detail], [`${path}/config`]: [200, recorded.config] } as const;
    const plain = await open(routes(table));
    const bare = await plain.reader.job(running);
    expect(bare.ok && bare.value).to.deep.include({ slots: 2, name: "trial" });
    expect(bare.ok && bare.value.checkpoints.enabled).to.equal(false);
    await closeServer(server);
    const stats = { [`${path}/checkpoints`]: [200, recorded.stoppedStats] } as const;
    const { reader } = await open(routes({ ...table, ...stats }));
    const job = await reader.job(running);
    expect(job.ok && job.value.checkpoints.completed).to.equal(10);
    expect(job.ok && job.value.run?.jar).to.equal("trial-e5a2ecd8c0b6.jar");
  });

  it("waits until Flink has refreshed its answers about a job that has just ended", async () => {
    const path = `GET /jobs/${running.id}`;
    const detail = { ...recorded.detail, now: 1000 };
    const table = { [path]: [200, detail], "GET /config": [200, { "refresh-interval": 3000 }] } as const;
    const { reader, requests, clock } = await open(routes(table));
    const job = await reader.job({ ...running, state: "FINISHED", ended: 490 });
    expect(job.ok).to.equal(true);
    expect(requests.map((one) => one.path)).to.include("/config");
    expect(clock.now() - NOW).to.equal(3000 + 500 - (1000 - 490));
  });

  it("reports the innermost cause of an error", async () => {
    const { writer } = await open(() => [500, recorded.refusal]);
    const plan = await writer.plan("x_t.jar", run);
    expect(plan.ok ? "" : plan.faults[0].message).to.equal(
      "Flink refused to make the job's plan: IllegalArgumentException: Wrong arguments: --refuse is not known.",
    );
  });

  it("rejects an answer that is not Flink's", async () => {
    const { reader } = await open(() => [200, "<html>"]);
    const seen = await reader.overview();
    expect(seen.ok ? "" : seen.faults[0].message).to.contain("check that the address is Flink's");
  });

  it("starts a job with its id, its parameters and its state", async () => {
    const { writer, requests } = await open(() => [200, {}]);
    await writer.start("x_t.jar", { id: "ab", run, from: "s3://b/sp" });
    const [{ path, body } = { path: "", body: "{}" }] = requests;
    expect(path).to.equal("/jars/x_t.jar/run");
    const sent = JSON.parse(body) as Record<string, Record<string, string>>;
    expect(sent).to.deep.include({ jobId: "ab", programArgsList: ["--a", "b"], parallelism: 2 });
    expect(sent).to.include({ savepointPath: "s3://b/sp", allowNonRestoredState: false, claimMode: "NO_CLAIM" });
    const parameters = JSON.parse(sent["flinkConfiguration"]?.["pipeline.global-job-parameters"] ?? "") as object;
    expect(parameters).to.deep.equal({ "provision.run": JSON.stringify(run) });
  });

  it("finds the id of an uploaded jar in its path", async () => {
    const { writer, requests } = await open(() => [200, { filename: "/tmp/web/u-1_t.jar", status: "success" }]);
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const open1 = async function* () {
      yield await Promise.resolve(Buffer.from("abc"));
    };
    const id = await writer.upload("t.jar", { label: "t.jar", size: 3, sha256, open: open1 }, 20);
    expect(id.ok && id.value).to.equal("u-1_t.jar");
    expect(requests[0]?.path).to.equal("/jars/upload");
  });

  describe("stopping with a savepoint", () => {
    const stop = `POST /jobs/${running.id}/stop`;
    const progress = `GET /jobs/${running.id}/savepoints/r1`;
    const begun = { [stop]: [202, { "request-id": "r1" }] } as const;
    const ended = { "GET /jobs/overview": [200, { jobs: [{ jid: running.id, state: "FINISHED" }] }] } as const;

    it("returns the savepoint's path once the job has ended", async () => {
      const operation = { status: { id: "COMPLETED" }, operation: { location: "s3://b/sp" } };
      const { writer, requests } = await open(routes({ ...begun, ...ended, [progress]: [200, operation] }));
      const savepoint = await writer.stop(running.id, "s3://b", 20);
      expect(savepoint.ok && savepoint.value).to.equal("s3://b/sp");
      expect(JSON.parse(requests[0]?.body ?? "")).to.deep.equal({ drain: false, targetDirectory: "s3://b" });
    });

    it("fails if the savepoint fails", async () => {
      const trace = "x.CompletionException: y\nCaused by: java.io.IOException: No space left";
      const operation = { status: { id: "COMPLETED" }, operation: { "failure-cause": { "stack-trace": trace } } };
      const { writer } = await open(routes({ ...begun, ...ended, [progress]: [200, operation] }));
      const savepoint = await writer.stop(running.id, undefined, 20);
      expect(savepoint.ok ? "" : savepoint.faults[0].message).to.contain("IOException: No space left");
    });

    it("fails if the savepoint is not complete in time", async () => {
      const { writer } = await open(routes({ ...begun, [progress]: [200, { status: { id: "IN_PROGRESS" } }] }));
      const savepoint = await writer.stop(running.id, undefined, 60);
      expect(savepoint.ok ? "" : savepoint.faults[0].message).to.contain("no savepoint within 60 s");
    });
  });

  it("cancels a job, and reports one that does not end", async () => {
    const path = `PATCH /jobs/${running.id}`;
    const { writer, requests } = await open(routes({ [path]: [202, {}], "GET /jobs/overview": [200, recorded.jobs] }));
    const cancelled = await writer.cancel(running.id, 3);
    expect(cancelled.ok ? "" : cancelled.faults[0].code).to.equal("services/flink-not-ended");
    expect(requests[0]?.path).to.contain("mode=cancel");
    expect(requests).to.have.length(1 + 4);
  });

  it("watches a job until the condition holds, and reports a missing one", async () => {
    const path = `GET /jobs/${running.id}`;
    const table = { "GET /jobs/overview": [200, recorded.jobs], [path]: [200, recorded.detail] } as const;
    const { writer } = await open(routes(table));
    const seen = await writer.watch(running.id, (job) => job.state === "RUNNING", 20);
    expect(seen.ok && seen.value.id).to.equal(running.id);
    const gone = await writer.watch("nope", () => true, 20);
    expect(gone.ok ? "" : gone.faults[0].code).to.equal("services/flink-gone");
  });

  it("makes an id of the digest and the time", async () => {
    const { writer } = await open(() => [200, {}]);
    const id = writer.newId("0123456789abcdef0123");
    expect(id).to.match(/^0123456789abcdef0123[0-9a-f]{12}$/);
    expect(parseInt(id.slice(20), 16)).to.equal(NOW);
  });

  it("finds a snapshot in the store", async () => {
    const xml =
      "<Contents><Key>cp/79891e98aa/chk-5/_metadata</Key><LastModified>2026-11-24T23:00:00Z</LastModified></Contents>";
    const fake = await fakeServer(() => [200, xml]);
    server = fake.server;
    const keys = { accessKey: "k", secretKey: "s", region: "us-east-1" };
    const store = { url: fake.url, ...keys, bucket: "flink", prefix: "cp/" };
    const { reader } = flinkService.open(direct, { url: fake.url, store });
    const found = await reader.find("79891e98");
    expect(found.ok && found.value).to.equal("s3://flink/cp/79891e98aa/chk-5");
    const { reader: without } = flinkService.open(direct, { url: fake.url });
    expect(await without.find("79891e98")).to.deep.equal({ ok: true, value: undefined });
  });
});
