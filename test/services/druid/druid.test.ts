import { expect } from "chai";
import type { AddressInfo, Server } from "node:net";
import type { Login } from "../../../src/services/http/login.ts";
import { KEPT } from "../../../src/services/http/body.ts";
import { druidService } from "../../../src/services/druid/druid.ts";
import { sqlError, stored, stuck } from "./fixtures.ts";
import { type RecordedRequest, fakeServer, type FakeReply } from "../fake-server.ts";
import { direct, closeServer, freePort } from "../loopback.ts";

const query = { query: "SELECT 1", parameters: [{ type: "BIGINT", value: 1 }], context: {}, seconds: 20 };

describe("services/druid/druid", () => {
  let server: Server;

  const portOf = (of: Server): number => (of.address() as AddressInfo).port;

  async function open(answer: (request: RecordedRequest) => FakeReply, login?: Login) {
    const fake = await fakeServer(answer);
    server = fake.server;
    return { ...druidService.open(direct, { url: `${fake.url}/`, login }), requests: fake.requests };
  }

  afterEach(() => closeServer(server));

  it("describes a supervisor", async () => {
    const { reader, requests } = await open(({ path }) => [
      200,
      path.endsWith("/status") ? stuck : path.includes("/tasks") ? [] : stored,
    ]);
    const found = await reader.supervisor("a/b");
    expect(found.ok && found.value?.spec["type"]).to.equal("kafka");
    expect(found.ok && found.value?.status.lag).to.equal(570);
    expect(requests[0]?.path).to.equal("/druid/indexer/v1/supervisor/a%2Fb");
  });

  it("finds no supervisor at status 404", async () => {
    const { reader } = await open(() => [404, "Cannot find any supervisor with id: [raw]"]);
    expect(await reader.supervisor("raw")).to.deep.equal({ ok: true, value: undefined });
  });

  it("submits a spec so that an equal one disturbs nothing", async () => {
    const { writer, requests } = await open(() => [200, { id: "raw" }]);
    expect((await writer.submit({ type: "kafka" })).ok).to.equal(true);
    expect(requests[0]).to.include({
      method: "POST",
      path: "/druid/indexer/v1/supervisor?skipRestartIfUnmodified=true",
      body: '{"type":"kafka"}',
    });
  });

  it("sends each other change to its endpoint", async () => {
    const { writer, requests } = await open(() => [200, ""]);
    const outcomes = [
      await writer.suspend("a"),
      await writer.resume("a"),
      await writer.terminate("a"),
      await writer.setRules("d", []),
      await writer.setCompaction({ dataSource: "d" }),
      await writer.deleteCompaction("d"),
    ];
    expect(outcomes.every(({ ok }) => ok)).to.equal(true);
    expect(requests.map(({ method, path }) => `${method} ${path.replace("/druid/", "")}`)).to.deep.equal([
      "POST indexer/v1/supervisor/a/suspend",
      "POST indexer/v1/supervisor/a/resume",
      "POST indexer/v1/supervisor/a/terminate",
      "POST coordinator/v1/rules/d",
      "POST coordinator/v1/config/compaction",
      "DELETE coordinator/v1/config/compaction/d",
    ]);
  });

  describe("lost tasks of a worker", () => {
    const at = (port: number) => ({ location: { host: "127.0.0.1", port } });

    async function lost(own: readonly string[], ...running: (readonly string[])[]) {
      const { reader, requests } = await open(({ path }) => {
        const [first = [], ...later] = running;
        if (!path.endsWith("/runningTasks")) return [200, own];
        if (later.length > 0) running.shift();
        return [200, [...first.map((id) => ({ id, ...at(portOf(server)) })), { id: "elsewhere", ...at(1) }]];
      });
      const found = await reader.lostTasks(`http://127.0.0.1:${portOf(server)}`);
      return { lost: found.ok ? found.value : found, paths: requests.map(({ path }) => path) };
    }

    it("are those that the overlord reports as running there but the worker does not have", async () => {
      expect(await lost(["a"], ["a", "b"])).to.deep.equal({
        lost: ["b"],
        paths: ["/druid/indexer/v1/runningTasks", "/druid/worker/v1/tasks", "/druid/indexer/v1/runningTasks"],
      });
    });

    it("exclude those that have just ended or begun", async () => {
      expect((await lost([], ["ended", "lost"], ["lost", "begun"])).lost).to.deep.equal(["lost"]);
    });

    it("are none if nothing runs there, without querying the worker", async () => {
      expect(await lost([], [])).to.deep.equal({ lost: [], paths: ["/druid/indexer/v1/runningTasks"] });
    });
  });

  it("finds tasks that no listed worker has, wherever the overlord says that they are", async () => {
    const running = [
      { id: "kept", location: { host: "127.0.0.1", port: 1 } },
      { id: "gone", location: { host: "192.0.2.1", port: 1 } },
      { id: "nowhere", location: { host: null, port: -1 } },
    ];
    const { reader } = await open(({ path }) => {
      if (path.endsWith("/runningTasks")) return [200, running];
      if (path.endsWith("/workers"))
        return [200, [{ worker: { scheme: "http", host: `127.0.0.1:${portOf(server)}` } }]];
      return [200, ["kept"]];
    });
    expect(await reader.lostTasks(undefined)).to.deep.equal({ ok: true, value: ["gone", "nowhere"] });
  });

  it("shuts down a task, also one that has already ended", async () => {
    const { writer, requests } = await open(({ path }) => (path.includes("gone") ? [404, {}] : [200, { task: "a" }]));
    expect([await writer.endTask("a"), await writer.endTask("gone")].map(({ ok }) => ok)).to.deep.equal([true, true]);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "POST /druid/indexer/v1/task/a/shutdown",
      "POST /druid/indexer/v1/task/gone/shutdown",
    ]);
  });

  it("queries by SQL and returns rows as maps", async () => {
    const { reader, requests } = await open(() => [200, [{ n: 1 }]]);
    expect(await reader.rows(query)).to.deep.equal({ ok: true, value: [{ n: 1 }] });
    expect(JSON.parse(requests[0]?.body ?? "")).to.deep.equal({
      query: "SELECT 1",
      parameters: [{ type: "BIGINT", value: 1 }],
      context: {},
      resultFormat: "object",
    });
  });

  it("sends its login with every request, or none", async () => {
    for (const login of [{ user: "admin", password: "secret words" }, undefined]) {
      const { reader, writer, requests } = await open(() => [200, []], login);
      await reader.rows(query);
      await reader.rules("d");
      await reader.compaction("d");
      await writer.submit({});
      await writer.deleteCompaction("d");
      const sent = login && `Basic ${Buffer.from("admin:secret words").toString("base64")}`;
      expect(requests.map(({ headers }) => headers.authorization)).to.deep.equal(Array(5).fill(sent));
      await closeServer(server);
    }
  });

  for (const [title, login, message, missing] of [
    ["rejects the login", { user: "admin", password: "wrong words" }, "rejects the login of admin", true],
    ["requires one", undefined, "requires a login", false],
  ] as const) {
    it(`reports that Druid ${title}`, async () => {
      const { reader } = await open(() => [401, "<html>"], login);
      const refused = await reader.rows(query);
      expect(refused.ok ? "" : refused.faults[0].message)
        .to.contain(message)
        .and.not.to.contain("wrong words");
      expect(!refused.ok && (refused.faults[0].missing ?? false)).to.equal(missing);
    });
  }

  it("reports why a query was refused", async () => {
    const { reader } = await open(() => [400, sqlError]);
    const rows = await reader.rows(query);
    expect(rows.ok ? "" : rows.faults[0].message).to.equal(
      "Druid refused to run the query: Object 'absent' not found (line [1], column [15]).",
    );
    expect(rows.ok ? undefined : rows.faults[0].missing).to.equal(undefined);
  });

  it("reports a router without the services behind it as missing", async () => {
    const { reader } = await open(() => [503, "no overlord"]);
    const found = await reader.supervisor("raw");
    expect(found.ok ? undefined : found.faults[0].missing).to.equal(true);
  });

  it("rejects a truncated answer", async () => {
    const { reader } = await open(() => [200, [{ text: "x".repeat(KEPT) }]]);
    const rows = await reader.rows(query);
    expect(rows.ok ? "" : rows.faults[0].message).to.contain("too long to be read");
  });

  it("has no offsets if Kafka does not answer", async () => {
    const { reader } = await open(() => [200, {}]);
    expect(await reader.kafkaOffsets(`127.0.0.1:${await freePort()}`, "raw")).to.equal(undefined);
  });

  it("reads rules and compaction", async () => {
    const { reader } = await open(({ path }) =>
      path.includes("/rules/") ? [200, [{ type: "dropForever" }]] : [404, sqlError],
    );
    expect(await reader.rules("d")).to.deep.equal({ ok: true, value: [{ type: "dropForever" }] });
    expect(await reader.compaction("d")).to.deep.equal({ ok: true, value: undefined });
  });
});
