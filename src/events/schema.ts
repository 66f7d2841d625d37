import type { ResourceKind } from "../model/change.ts";
import type { Origin } from "../model/origin.ts";
import type { Count, PendingHandlers, PlayListing, Status } from "./event.ts";
import type { ErrorLine, Line } from "./line.ts";

/** A part of a JSON Schema (2020-12). */
export type Schema = Readonly<Record<string, unknown>>;
type Optional = { readonly optional: Schema };

/** A schema for every field of T, optional exactly if the field is. So the schema cannot miss a field or keep an old one. */
type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Optional : Schema & { readonly optional?: never };
};
type LineOf<E extends Line["event"]> = Extract<Line, { event: E }>;

const string: Schema = { type: "string" };
const stringOrNull: Schema = { type: ["string", "null"] };
const milliseconds: Schema = { type: "number", minimum: 0, description: "Milliseconds." };
const yes: Schema = { const: true };
const any: Schema = { description: 'Any value. A value that check mode cannot know is {"unknown": REASON}.' };

const STATUSES: readonly Status[] = ["ok", "changed", "skipped", "failed", "interrupted", "unreachable", "unknown"];
const COUNTS: Readonly<Record<Count, Schema>> = {
  ok: count(),
  changed: count(),
  skipped: count(),
  failed: count(),
  ignored: { ...count(), description: "Failures that ignore_errors ignores; they do not count as failed." },
  rescued: { ...count(), description: "Failures that a block rescues; they do not count as failed." },
  interrupted: count(),
  unreachable: count(),
  unknown: count(),
};
const KINDS: Readonly<Record<ResourceKind, true>> = {
  path: true,
  package: true,
  unit: true,
  image: true,
  container: true,
  topic: true,
  command: true,
  job: true,
  request: true,
  user: true,
  group: true,
  mount: true,
  setting: true,
  database: true,
  "database-user": true,
  "controller-file": true,
};

const origin = object<Origin>({
  file: string,
  line: { type: "integer", minimum: 1 },
  col: { type: "integer", minimum: 1 },
  end: optional({ type: "integer", minimum: 1 }),
});
const errorFields: Fields<ErrorLine> = {
  code: { type: "string", pattern: "^[^/]+/[^/]+$", description: "Permanent name of the kind of error." },
  message: string,
  hint: string,
  origin: optional(origin),
  details: optional(list(string)),
};
const change = object({
  resource: object({ kind: { enum: Object.keys(KINDS) }, name: string }),
  summary: string,
  before: any,
  after: any,
});
const address = { play: string, role: stringOrNull, task: string, module: string, host: string, origin };

const LINES: { readonly [E in Line["event"]]: Schema } = {
  run_start: line<"run_start">("run_start", { check: { type: "boolean" }, playbooks: list(string) }),
  play_listing: line<"play_listing">("play_listing", {
    play: string,
    pattern: { type: "string", description: "The play's host pattern as written." },
    hosts: list(string),
    tags: list(string),
    tasks: list(
      object<PlayListing["tasks"][number]>({
        role: stringOrNull,
        task: { type: "string", description: "The name as written, which may contain templates." },
        module: string,
        stage: { enum: ["task", "verify"] },
        tags: list(string),
        origin,
      }),
    ),
  }),
  play_start: line<"play_start">("play_start", { play: string, hosts: list(string) }),
  role_start: line<"role_start">("role_start", {
    play: string,
    role: string,
    stage: { enum: ["tasks", "verify"] },
    hosts: list(string),
  }),
  task_start: line<"task_start">("task_start", address),
  progress: line<"progress">("progress", { ...address, message: string }),
  task_result: line<"task_result">("task_result", {
    ...address,
    status: { enum: STATUSES },
    stage: { enum: ["task", "handler", "verify"] },
    duration_ms: milliseconds,
    result: any,
    diff: list(change),
    reason: optional({ type: "string", description: "Why it was skipped, failed or is unknown." }),
    error: optional(object(errorFields)),
    ignored: optional({ ...yes, description: "The task failed, but has ignore_errors." }),
    rescued: optional({ ...yes, description: "The task failed, but its block has a rescue." }),
    item: optional({ type: "string", description: "The value of the loop variable: one line per item." }),
    delegate: optional({ type: "string", description: "The host that it was delegated to, if it ran there." }),
    left_from: optional({
      type: "string",
      description: "For a handler that an earlier run notified but did not run: that run.",
    }),
  }),
  host_unreachable: line<"host_unreachable">("host_unreachable", { host: string, error: object(errorFields) }),
  warning: line<"warning">("warning", {
    code: string,
    message: string,
    hint: string,
    host: optional(string),
    origin: optional(origin),
  }),
  error: line<"error">("error", {
    ...errorFields,
    frame: optional({ type: "string", description: "The lines around the origin, with a caret." }),
    write: optional({ type: "string", description: "The complete lines to write there instead." }),
  }),
  interrupt: line<"interrupt">("interrupt", { running: list(object({ host: string, task: string })) }),
  pending_handlers: line<"pending_handlers">("pending_handlers", {
    host: string,
    handlers: list(
      object<PendingHandlers["handlers"][number]>({
        project: optional({
          type: "string",
          description: "The other project that it belongs to: its repository, or its folder on the controller.",
        }),
        playbook: optional(string),
        play: string,
        role: stringOrNull,
        handler: string,
        left_from: optional({ type: "string", description: "The earlier run that notified it." }),
        path: optional({ type: "string", description: "The file on the host that remembers it." }),
      }),
    ),
  }),
  recap: line<"recap">("recap", {
    hosts: { type: "object", additionalProperties: object(COUNTS) },
    duration_ms: milliseconds,
    exit: { type: "integer", minimum: 0, maximum: 255 },
  }),
};

/** What `provision schema events` prints: every line of `--json` is one of these. */
export const eventsSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A line of provision --json",
  oneOf: Object.values(LINES),
};

function line<E extends Line["event"]>(event: E, fields: Fields<Omit<LineOf<E>, "event">>): Schema {
  return { title: event, ...object({ event: { const: event }, ...fields }) };
}

function object<T = Readonly<Record<string, Schema>>>(fields: Fields<T>): Schema {
  const entries = Object.entries<Schema | Optional>(fields);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, field]) => [name, isOptional(field) ? field.optional : field])),
    required: entries.filter(([, field]) => !isOptional(field)).map(([name]) => name),
    additionalProperties: false,
  };
}

function optional(schema: Schema): Optional {
  return { optional: schema };
}

function isOptional(field: Schema | Optional): field is Optional {
  return "optional" in field;
}

function list(items: Schema): Schema {
  return { type: "array", items };
}

function count(): Schema {
  return { type: "integer", minimum: 0 };
}
