import { parse } from "yaml";
import { blockSchema } from "../../../src/load/schemas/block.ts";
import { playbookSchema } from "../../../src/load/schemas/playbook.ts";
import { metaSchema } from "../../../src/load/schemas/role.ts";
import { taskSchema } from "../../../src/load/schemas/task.ts";
import type { PlayCase, RunSpec } from "./play-case.ts";

/** How a keyword was used: in a run that succeeds, in one that fails, in check mode. */
export const USES = ["success", "failure", "check"] as const;
export type Use = (typeof USES)[number];

type Properties = Readonly<Record<string, object>>;

const play: Properties = playbookSchema.items.properties;
const SCHEMAS = {
  play,
  "role of a play": playbookSchema.items.properties.roles.items.properties,
  block: blockSchema.properties,
  task: taskSchema.properties,
  loop_control: taskSchema.properties.loop_control.properties,
  "role's meta": metaSchema.properties,
} satisfies Readonly<Record<string, Properties>>;
type Place = keyof typeof SCHEMAS;
const BLOCK_PARTS = ["block", "rescue", "always"];

/** Every keyword that the schemas accept, e.g. `task: when`. A keyword of Ansible that they only reject has no type. */
export function acceptedKeywords(): string[] {
  return Object.entries(SCHEMAS).flatMap(([place, properties]) =>
    Object.entries(properties).flatMap(([key, schema]) => ("type" in schema ? [`${place}: ${key}`] : [])),
  );
}

/** What a case shows of which keyword. A task's keyword is judged by the results of that task, any other one by the whole run. */
export function usesIn({ project, runs }: PlayCase): (readonly [keyword: string, use: Use])[] {
  return runs.flatMap((run, index) => {
    const files = Object.assign({}, project, ...runs.slice(0, index + 1).map((earlier) => earlier.project)) as object;
    const used = Object.entries(files).flatMap(([path, text]) =>
      typeof text === "string" ? keywordsIn(path, text) : [],
    );
    return used.flatMap(({ keyword, task }) =>
      (task === undefined ? usesOfRun(run) : usesOfTask(run, task)).map((use) => [keyword, use] as const),
    );
  });
}

interface Used {
  readonly keyword: string;
  /** Name of the task that has the keyword. */
  readonly task?: string;
}

function keywordsIn(path: string, text: string): Used[] {
  if (/^roles\/[^/]+\/meta\//.test(path)) return keysOf("role's meta", valueOf(text));
  if (/^roles\/[^/]+\/(tasks|handlers|verify|teardown)\//.test(path)) return tasksIn(valueOf(text));
  if (!/^[^/]+\.yaml$/.test(path) || path === "inventory.yaml") return [];
  return listOf(valueOf(text)).flatMap((written) => [
    ...keysOf("play", written),
    ...listOf(written["roles"]).flatMap((use) => keysOf("role of a play", use)),
    ...["pre_tasks", "tasks", "post_tasks", "handlers"].flatMap((key) => tasksIn(written[key])),
  ]);
}

function tasksIn(tasks: unknown): Used[] {
  return listOf(tasks).flatMap((written) => {
    if ("block" in written) {
      return [...keysOf("block", written), ...BLOCK_PARTS.flatMap((part) => tasksIn(written[part]))];
    }
    const module = Object.keys(written).find((key) => !(key in SCHEMAS.task)) ?? "";
    const task = typeof written["name"] === "string" ? written["name"] : module;
    const used = [...keysOf("task", written), ...keysOf("loop_control", written["loop_control"])];
    return used.map(({ keyword }) => ({ keyword, task }));
  });
}

function keysOf(place: Place, written: unknown): Used[] {
  if (!isMap(written)) return [];
  return Object.keys(written).flatMap((key) => (key in SCHEMAS[place] ? [{ keyword: `${place}: ${key}` }] : []));
}

function usesOfRun({ flags, expect }: RunSpec): Use[] {
  if (expect.exit !== 0) return ["failure"];
  return [flags.includes("--check") ? "check" : "success"];
}

function usesOfTask({ flags, expect }: RunSpec, task: string): Use[] {
  if (expect.errors.length > 0) return ["failure"];
  const results = Object.values(expect.results).flatMap((list) => list.filter((result) => result.task === task));
  return results.flatMap(({ status }) => {
    if (flags.includes("--check")) return ["check"];
    return [status === "failed" || status === "unreachable" ? "failure" : "success"];
  });
}

function valueOf(text: string): unknown {
  return parse(text, { logLevel: "silent" });
}

function listOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
