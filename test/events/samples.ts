import type { Event } from "../../src/events/event.ts";
import type { Fault } from "../../src/errors/fault.ts";
import { Unknown } from "../../src/model/unknown.ts";

export const ORIGIN = { file: "roles/web/tasks/main.yaml", line: 12, col: 3 };

export const FAULT: Fault = {
  code: "run/command-failed",
  message: "The command ended with exit status 1.",
  hint: "Check its output.",
  details: ["command: false", "exit status: 1"],
};

export const ADDRESS = {
  play: "Web",
  role: "web",
  task: "Put the page",
  module: "copy",
  host: "server1",
  origin: ORIGIN,
} as const;

export const RESULT = {
  ...ADDRESS,
  event: "task_result",
  status: "ok",
  stage: "task",
  duration_ms: 12,
  result: { path: "/srv/page" },
  changes: [],
} as const satisfies Event;

export const CHANGED = {
  ...RESULT,
  status: "changed",
  changes: [
    {
      resource: { kind: "path", name: "/srv/page" },
      summary: "the content differs",
      before: "old\n",
      after: "new\n",
    },
  ],
} as const satisfies Event;

/** Events of every kind, with and without optional fields. */
export const SAMPLES: readonly Event[] = [
  { event: "run_start", check: true, playbooks: ["site.yaml"] },
  {
    event: "play_listing",
    play: "Web",
    pattern: "all",
    hosts: ["server1"],
    tags: ["web"],
    tasks: [{ role: "web", task: "Put {{ page }}", module: "copy", stage: "task", tags: ["web"], origin: ORIGIN }],
  },
  { event: "play_start", play: "Web", hosts: ["server1", "server2"] },
  { event: "role_start", play: "Web", role: "web", stage: "verify", hosts: ["server1"] },
  { event: "task_start", ...ADDRESS },
  { event: "progress", ...ADDRESS, role: null, message: "3 of 7 layers" },
  RESULT,
  { ...CHANGED, item: "a", changes: [{ ...CHANGED.changes[0], after: new Unknown("only the command knows it") }] },
  { ...RESULT, status: "failed", ignored: true, reason: "no", fault: { ...FAULT, origin: ORIGIN, missing: true } },
  { event: "host_unreachable", host: "server2", fault: FAULT },
  { event: "warning", code: "run/odd", message: "Odd.", hint: "", host: "server1", origin: ORIGIN },
  { event: "error", fault: { ...FAULT, origin: { ...ORIGIN, end: 9 } }, frame: "> 12 | x" },
  { event: "interrupt", running: [{ host: "server1", task: "Put the page" }] },
  { ...RESULT, stage: "handler", left_from: "the run of somebody at here, started 2030-01-01T00:00:00.000Z" },
  { event: "pending_handlers", host: "server1", handlers: [{ play: "Web", role: null, handler: "reload" }] },
  {
    event: "pending_handlers",
    host: "server1",
    handlers: [
      { playbook: "site.yaml", play: "Web", role: "web", handler: "reload", left_from: "an earlier run", path: "/p/f" },
      { project: "git.example.com/org/site", playbook: "site.yaml", play: "Web", role: null, handler: "reload" },
    ],
  },
  {
    event: "recap",
    hosts: {
      server1: {
        ok: 1,
        changed: 2,
        skipped: 0,
        failed: 0,
        ignored: 3,
        rescued: 0,
        interrupted: 0,
        unreachable: 0,
        unknown: 0,
      },
    },
    duration_ms: 4321,
    exit: 0,
  },
];
