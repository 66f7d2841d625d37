import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { pendingOn, snapshot } from "../play-case/host-files.ts";
import { fakeHost } from "../play-case/hosts.ts";
import { runOnce } from "../play-case/run-once.ts";
import { taskLists, type TaskLists } from "./task-lists.ts";

/** What the tasks of random lists read before any has run. */
const BEFORE = { r0: { changed: false }, r1: { changed: true, rc: 1 }, r2: { changed: false }, f_r0: "none" };
const TEMPLATES = { "t.hbs": "from {{ home }}\n", "r.hbs": "r1 was {{ r1.changed }}\n" };

/** Plays so many random lists, batched and one by one: all that can be observed is equal. The seed gives the same lists again. */
export async function compareLists(count: number, seed: number, millis: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(taskLists, async (lists) => {
      const folder = mkdtempSync(join(tmpdir(), "provision-lists-"));
      try {
        const [together, oneByOne] = [await observe(folder, lists, []), await observe(folder, lists, ["--no-batch"])];
        expect(together).to.deep.equal(oneByOne);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: count, seed, interruptAfterTimeLimit: millis, endOnFailure: process.env["SHRINK"] === undefined },
  );
}

/** What two runs report and leave. The folder is the same each time, because paths occur in what they report. */
async function observe(folder: string, lists: TaskLists, flags: readonly string[]) {
  const host = fakeHost("one", join(folder, "one"), {});
  const root = join(folder, "project");
  const play = { name: "Play", hosts: "all", gather_facts: false, vars: BEFORE, ...lists };
  const files = {
    "inventory.yaml": JSON.stringify({ all: { hosts: { one: { home: host.folder } } } }),
    "site.yaml": JSON.stringify([play]),
    ...Object.fromEntries(Object.entries(TEMPLATES).map(([name, text]) => [`templates/${name}`, text])),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(join(host.folder, "w"));
  const seen = [await once(root, host, flags), await once(root, host, flags)];
  rmSync(root, { recursive: true });
  rmSync(host.folder, { recursive: true });
  return seen;
}

async function once(root: string, host: ReturnType<typeof fakeHost>, flags: readonly string[]) {
  const spec = { playbooks: ["site.yaml"], flags, project: {}, before: {}, expect: {} };
  const { exit, events, stderr } = await runOnce(root, new Map([["one", host]]), spec as never);
  expect(
    events.some(({ event }) => event === "task_start"),
    stderr,
  ).to.equal(true);
  return { exit, events: events.map(withoutTimes), files: snapshot(host.folder), pending: pendingOn(host.folder) };
}

const TIMES = new Set(["duration_ms", "mtime", "atime", "ctime", "ino", "started", "seconds"]);

function withoutTimes(event: unknown): unknown {
  return JSON.parse(JSON.stringify(event, (key, value: unknown) => (TIMES.has(key) ? undefined : value)));
}
