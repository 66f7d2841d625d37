import { expect } from "chai";
import { lostTaskWatch } from "../../../files/health/lost-tasks.ts";

interface Cluster {
  /** Where the overlord says that each running task is: the worker's host and port. */
  running: Readonly<Record<string, string | undefined>>;
  /** The tasks that each listed worker has; undefined if it does not answer. */
  workers: Readonly<Record<string, readonly string[] | undefined>>;
}

const A = "192.0.2.7:8091";
const B = "192.0.2.8:8091";

/** A watchdog of a cluster that a test may change; `ended` are the tasks that it has ended. */
function watching(cluster: Cluster) {
  const ended: string[] = [];
  let seconds = 0;
  const look = lostTaskWatch({
    ask: (path) => {
      if (path.endsWith("/workers"))
        return Promise.resolve(Object.keys(cluster.workers).map((host) => ({ worker: { scheme: "http", host } })));
      return Promise.resolve(Object.entries(cluster.running).map(([id, at]) => ({ id, location: locationOf(at) })));
    },
    askWorker: (url) => {
      const own = cluster.workers[new URL(url).host];
      return own === undefined ? Promise.reject(new Error("no answer")) : Promise.resolve(own);
    },
    end: (id) => {
      ended.push(id);
      return Promise.resolve();
    },
    now: () => seconds * 1000,
    print: () => undefined,
  });
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round += 1) {
      await look();
      seconds += 15;
    }
    return ended;
  };
  return { rounds };
}

function locationOf(at: string | undefined) {
  const [host, port] = at?.split(":") ?? [];
  return host === undefined ? { host: null, port: -1 } : { host, port: Number(port) };
}

describe("files/health/lost-tasks", () => {
  it("ends a task that its worker does not have, and no other", async () => {
    const { rounds } = watching({ running: { lost: B, kept: A }, workers: { [A]: ["kept"], [B]: [] } });
    expect(await rounds(3)).to.deep.equal(["lost"]);
  });

  it("ends a task whose worker is gone, or that is nowhere", async () => {
    const { rounds } = watching({ running: { gone: B, nowhere: undefined }, workers: { [A]: [] } });
    expect(await rounds(3)).to.deep.equal(["gone", "nowhere"]);
  });

  it("waits before it ends one", async () => {
    const cluster: Cluster = { running: { a: A }, workers: { [A]: [] } };
    const { rounds } = watching(cluster);
    expect(await rounds(2)).to.deep.equal([]);
    cluster.workers = { [A]: ["a"] };
    await rounds(1);
    cluster.workers = { [A]: [] };
    expect(await rounds(2)).to.deep.equal([]);
  });

  it("spares a task that a silent worker may have", async () => {
    const { rounds } = watching({ running: { a: B, b: undefined }, workers: { [A]: [], [B]: undefined } });
    expect(await rounds(3)).to.deep.equal([]);
  });

  it("finds a lost task although another worker is silent", async () => {
    const { rounds } = watching({ running: { a: A }, workers: { [A]: [], [B]: undefined } });
    expect(await rounds(3)).to.deep.equal(["a"]);
  });
});
