import type { Drift, Kind } from "../drift.ts";
import type { Bed } from "../run/bed.ts";

const SUPERVISORS = ["raw_sensors", "clean_sensors", "outlier_stats", "pipeline_health"] as const;
const ROUTER = 8808;

interface Spec {
  readonly suspended: boolean;
  readonly spec: { readonly ioConfig: Readonly<Record<string, unknown>> };
}

async function ask(bed: Bed, path: string): Promise<unknown> {
  const reply = await fetch(`${bed.url(ROUTER)}${path}`);
  return reply.ok ? reply.json() : `${reply.status}`;
}

async function send(bed: Bed, path: string, body: unknown = {}): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(`${bed.url(ROUTER)}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`Druid answers ${path} with ${reply.status}: ${await reply.text()}`);
}

const supervisor = (name: string, end = "") => `/druid/indexer/v1/supervisor/${name}${end}`;
const rules = (name: string) => `/druid/coordinator/v1/rules/${name}`;
const compaction = "/druid/coordinator/v1/config/compaction";

async function lookAtSupervisor(bed: Bed, name: string): Promise<string> {
  const answer = await ask(bed, supervisor(name));
  if (typeof answer === "string") return answer;
  // Druid documents the answer.
  const { suspended, spec } = answer as Spec;
  return JSON.stringify({ suspended, taskDuration: spec.ioConfig["taskDuration"] });
}

const ofSupervisor = (what: string, change: (bed: Bed, name: string) => Promise<void>): Kind["draw"] => {
  return (random): Drift => {
    const name = random.pick(SUPERVISORS);
    return {
      ...{ what: `the supervisor ${name} ${what}`, areas: [`druid ${name}`] },
      apply: (bed) => change(bed, name),
      look: (bed) => lookAtSupervisor(bed, name),
    };
  };
};

const ofDatasource = (what: string, path: (name: string) => string, body: (name: string) => unknown): Kind["draw"] => {
  return (random): Drift => {
    const name = random.pick(SUPERVISORS);
    return {
      ...{ what: `${what} of ${name}`, areas: [`druid rules ${name}`] },
      apply: (bed) => send(bed, path(name), body(name)),
      look: async (bed) => JSON.stringify([await ask(bed, rules(name)), await ask(bed, `${compaction}/${name}`)]),
    };
  };
};

export const DRUID_KINDS: readonly Kind[] = [
  {
    name: "supervisor-suspended",
    draw: ofSupervisor("suspended", (bed, name) => send(bed, supervisor(name, "/suspend"))),
  },
  {
    name: "supervisor-terminated",
    draw: ofSupervisor("terminated", (bed, name) => send(bed, supervisor(name, "/terminate"))),
  },
  {
    name: "supervisor-changed",
    draw: ofSupervisor("changed", async (bed, name) => {
      const found = (await ask(bed, supervisor(name))) as Spec;
      const ioConfig = { ...found.spec.ioConfig, taskDuration: "PT17M" };
      await send(bed, "/druid/indexer/v1/supervisor", { ...found, spec: { ...found.spec, ioConfig } });
    }),
  },
  {
    name: "retention-changed",
    draw: ofDatasource("the retention", rules, () => [
      { type: "loadByPeriod", period: "P2D", includeFuture: true, tieredReplicants: { _default_tier: 1 } },
      { type: "dropForever" },
    ]),
  },
  {
    name: "compaction-set",
    draw: ofDatasource(
      "a compaction",
      () => compaction,
      (dataSource) => ({ dataSource, skipOffsetFromLatest: "P365D" }),
    ),
  },
];
