import type { Value } from "../../../src/model/value.ts";
import { parseJson } from "../../../src/model/parse-json.ts";
import { parseFailure, parseStatus, refusalReason, tasksAt } from "../../../src/services/druid/responses.ts";
import { parseProblems, reasonOf } from "../../../src/services/flink/reason.ts";
import * as flink from "../../../src/services/flink/responses.ts";
import * as grafana from "../../../src/services/grafana/responses.ts";
import { parseSummary } from "../../../src/services/kafka/responses.ts";
import { damaged, noise, type Random } from "../random.ts";
import type { Target } from "../target.ts";

const PARSERS: readonly [(json: Value) => unknown, ...((json: Value) => unknown)[]] = [
  parseStatus,
  parseFailure,
  (json) => tasksAt(json, "worker:8091"),
  (json) => refusalReason(json, "content"),
  parseProblems,
  (json) => reasonOf(json, "content"),
  flink.parseOverview,
  flink.parseJobs,
  flink.parseJars,
  flink.parsePlan,
  flink.parseSlots,
  flink.parseRun,
  (json) => flink.parseMetric(json, "name"),
  grafana.dashboardOf,
  grafana.dataSourcesOf,
  grafana.rowsIn,
  grafana.optionsIn,
  parseSummary,
];

const KEYS: readonly [string, ...string[]] = [
  ...([
    "id",
    "name",
    "state",
    "status",
    "jobs",
    "jid",
    "plan",
    "files",
    "payload",
    "errors",
    "error",
    "panels",
    "targets",
  ] as const),
  ...([
    "dashboard",
    "results",
    "frames",
    "data",
    "values",
    "partitions",
    "replicas",
    "configs",
    "slots-total",
    "value",
  ] as const),
  ...([
    "templating",
    "list",
    "datasource",
    "type",
    "uid",
    "metrics",
    "location",
    "host",
    "port",
    "__proto__",
    "vertices",
  ] as const),
];

/** What services answer: any JSON, with the keys that they use. */
export const services: Target = {
  name: "services",
  run(random) {
    const json = JSON.stringify(value(random, 0));
    const parsed = parseJson(random.once(3) ? damaged(json, random) : json);
    if (!parsed.ok) return Promise.resolve();
    // All of them, because one value is cheap to pass to many.
    for (const parse of PARSERS) parse(parsed.value);
    return Promise.resolve();
  },
};

function value(random: Random, depth: number): unknown {
  const kind = depth > 4 ? random.int(5) : random.int(9);
  if (kind === 0) return noise(random);
  if (kind === 1) return random.pick([0, -1, 1.5, 1e300, 42]);
  if (kind === 2) return null;
  if (kind === 3) return random.once(2);
  if (kind === 4) return random.pick(KEYS);
  if (kind < 7) return Array.from({ length: random.int(4) }, () => value(random, depth + 1));
  return Object.fromEntries(Array.from({ length: random.int(6) }, () => [random.pick(KEYS), value(random, depth + 1)]));
}
