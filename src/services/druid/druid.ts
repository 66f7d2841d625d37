import { collect, good, type Outcome } from "../../errors/fault.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Dial, Service } from "../../module/contract.ts";
import { type DruidHttp, druidHttp } from "./http.ts";
import type { DruidReader, DruidTarget, DruidWriter, Supervisor } from "./model.ts";
import { parseFailure, parseStatus, taskIds, tasksAt, workerUrls } from "./responses.ts";
import { openHttp } from "../http/http.ts";
import { originOf } from "../http/url.ts";
import type { PartitionOffsets } from "../kafka/model.ts";
import { mapOutcome, withoutValue } from "../outcome.ts";

const OVERLORD = "druid/indexer/v1";
const SUPERVISOR = `${OVERLORD}/supervisor`;
const COORDINATOR = "druid/coordinator/v1";

/** Druid through its router, which forwards requests to the overlord and the coordinator. */
export const druidService: Service<DruidTarget, DruidReader, DruidWriter> = {
  name: "druid",
  peer: ({ url }) => ({ name: "Druid", address: originOf(url) }),
  open: (dial, target) => {
    const client = openHttp(dial);
    const http = druidHttp(client, target);
    return {
      reader: {
        ...readerOf(http),
        kafkaOffsets: (bootstrap, topic) => readOffsets(dial, bootstrap, topic),
        lostTasks: (worker) => readLost(http, (url) => druidHttp(client, { ...target, url }), worker),
      },
      writer: writerOf(http),
      close: () => client.close(),
    };
  },
};

function readerOf(http: DruidHttp): Omit<DruidReader, "kafkaOffsets" | "lostTasks"> {
  return {
    supervisor: (id) => readSupervisor(http, id),
    rows: async ({ query, parameters, context, seconds }) => {
      const body = { query, parameters, context, resultFormat: "object" };
      return mapOutcome(await http.send("run the query", "POST", "druid/v2/sql", body, seconds), maps);
    },
    rules: async (datasource) =>
      mapOutcome(await http.get(`list the rules of ${datasource}`, `${COORDINATOR}/rules/${name(datasource)}`), list),
    compaction: async (datasource) => {
      const what = `describe the compaction of ${datasource}`;
      const found = await http.find(what, `${COORDINATOR}/config/compaction/${name(datasource)}`);
      return mapOutcome(found, (json) => (json !== undefined && isMap(json) ? json : undefined));
    },
  };
}

async function readSupervisor(http: DruidHttp, id: string): Promise<Outcome<Supervisor | undefined>> {
  const what = `describe supervisor ${id}`;
  const spec = await http.find(what, `${SUPERVISOR}/${name(id)}`);
  if (!spec.ok) return spec;
  const status = await http.find(what, `${SUPERVISOR}/${name(id)}/status`);
  if (!status.ok) return status;
  if (spec.value === undefined || !isMap(spec.value) || status.value === undefined) return good(undefined);
  const tasks = await http.get(what, `${OVERLORD}/tasks?state=complete&datasource=${name(id)}&max=5`);
  if (!tasks.ok) return tasks;
  return good({ spec: spec.value, status: parseStatus(status.value), failed: parseFailure(tasks.value) });
}

/** Queries the overlord before and after the workers, so that a task that has just begun or ended does not count as lost. */
async function readLost(
  overlord: DruidHttp,
  workerAt: (url: string) => DruidHttp,
  worker: string | undefined,
): Promise<Outcome<readonly string[]>> {
  const running = async () =>
    mapOutcome(await overlord.get("list the running tasks", `${OVERLORD}/runningTasks`), (json) =>
      worker === undefined ? taskIds(json) : tasksAt(json, worker),
    );
  const before = await running();
  if (!before.ok || before.value.length === 0) return before;
  const workers = worker === undefined ? await readWorkers(overlord) : good([worker]);
  if (!workers.ok) return workers;
  const own = collect(await Promise.all(workers.value.map((url) => readTasks(workerAt(url)))));
  if (!own.ok) return own;
  return mapOutcome(await running(), (after) =>
    after.filter((id) => before.value.includes(id) && !own.value.flat().includes(id)),
  );
}

async function readWorkers(overlord: DruidHttp): Promise<Outcome<readonly string[]>> {
  return mapOutcome(await overlord.get("list the workers", `${OVERLORD}/workers`), workerUrls);
}

async function readTasks(worker: DruidHttp): Promise<Outcome<readonly Value[]>> {
  return mapOutcome(await worker.get("list its tasks", "druid/worker/v1/tasks"), list);
}

/** Loads the Kafka client only when needed: it is large, and most supervisors have no gap. */
async function readOffsets(
  dial: Dial,
  bootstrap: string,
  topic: string,
): Promise<readonly PartitionOffsets[] | undefined> {
  const { kafkaService } = await import("../kafka/kafka.ts");
  const kafka = kafkaService.open(dial, { bootstrap: bootstrap.split(",").map((address) => address.trim()) });
  const offsets = await kafka.reader.offsets(topic);
  await kafka.close();
  return offsets.ok ? offsets.value : undefined;
}

function writerOf(http: DruidHttp): DruidWriter {
  const act = async (what: string, id: string, verb: string) =>
    withoutValue(await http.send(`${what} supervisor ${id}`, "POST", `${SUPERVISOR}/${name(id)}/${verb}`));
  return {
    submit: async (spec) =>
      withoutValue(
        await http.send("accept the supervisor", "POST", `${SUPERVISOR}?skipRestartIfUnmodified=true`, spec),
      ),
    suspend: (id) => act("suspend", id, "suspend"),
    resume: (id) => act("resume", id, "resume"),
    terminate: (id) => act("terminate", id, "terminate"),
    setRules: async (datasource, rules) =>
      withoutValue(
        await http.send(`set the rules of ${datasource}`, "POST", `${COORDINATOR}/rules/${name(datasource)}`, rules),
      ),
    setCompaction: async (config) =>
      withoutValue(await http.send("set the compaction", "POST", `${COORDINATOR}/config/compaction`, config)),
    deleteCompaction: async (datasource) => {
      const path = `${COORDINATOR}/config/compaction/${name(datasource)}`;
      return withoutValue(await http.send(`delete the compaction of ${datasource}`, "DELETE", path));
    },
    endTask: async (id) => withoutValue(await http.post(`end task ${id}`, `${OVERLORD}/task/${name(id)}/shutdown`)),
  };
}

function name(text: string): string {
  return encodeURIComponent(text);
}

function list(json: Value): readonly Value[] {
  return isList(json) ? json : [];
}

function maps(json: Value): readonly ValueMap[] {
  return list(json).filter(isMap);
}
