import { PassThrough } from "node:stream";
import { provision } from "../../../src/cli/provision.ts";
import type { Io, StandIns } from "../../../src/cli/io.ts";
import { createMask } from "../../../src/events/mask.ts";
import type { Line } from "../../../src/events/line.ts";
import type { ModuleRegistry } from "../../../src/module/contract.ts";
import type { Output } from "../../../src/report/reporter.ts";
import type { FakeHost } from "./hosts.ts";
import type { RunSpec } from "./play-case.ts";
import { virtualClock } from "./virtual-clock.ts";

/** The outcome and the output of a run. */
export interface Played {
  readonly exit: number;
  readonly events: readonly Line[];
  /** Lines on standard output that are not events. */
  readonly listed: readonly string[];
  /** Events as JSON. */
  readonly stdout: string;
  /** Human-readable output. */
  readonly stderr: string;
}

let runs = 0;

/** What Ctrl-D types. */
const END_OF_INPUT = "\u0004";

/** Runs the command line once in a project's folder, on these hosts. */
export async function runOnce(root: string, hosts: ReadonlyMap<string, FakeHost>, spec: RunSpec): Promise<Played> {
  const interrupts = new Set<() => void>();
  const events: Line[] = [];
  const listed: string[] = [];
  const stdout = lines((line) => {
    if (!line.startsWith("{")) return void listed.push(line);
    const event = JSON.parse(line) as Line;
    events.push(event);
    if (event.event === "task_start" && event.task === spec.interrupt) for (const interrupt of interrupts) interrupt();
  });
  const stdin = stdinOf(spec);
  const stderr = lines(() => undefined);
  const answers = [...(spec.answers ?? [])];
  const asking: Output = {
    ...stderr,
    write(text) {
      stderr.write(text);
      if (text.endsWith(": ")) stdin.write(`${answers.shift() ?? END_OF_INPUT}\n`);
    },
  };
  const io = ioOf(root, spec, hosts, { stdin, stdout, stderr: asking }, interrupts);
  // With --json, lists are events.
  const format = spec.expect.listed ? [] : ["--json"];
  const exit = await provision([...spec.playbooks, ...format, ...spec.flags], io, {
    version: "0",
    runPlaybooks: async () => (await import("../../../src/cli/commands/run.ts")).runPlaybooks,
    registry: async () => withDefects((await import("../../../src/modules/registry.ts")).registry, spec.defects ?? {}),
  });
  return { exit, events, listed, stdout: stdout.text(), stderr: stderr.text() };
}

/** The registry, but these steps of these modules throw. */
function withDefects(registry: ModuleRegistry, defects: NonNullable<RunSpec["defects"]>): ModuleRegistry {
  return {
    ...registry,
    load: async (name) => {
      const module = await registry.load(name);
      const step = defects[name];
      if (!module || step === undefined) return module;
      const fail = () => {
        throw new TypeError(`a defect of ${step}`);
      };
      return { ...module, [step]: step === "settle" ? { every: 1, timeout: () => 1, check: fail } : fail };
    },
  };
}

function ioOf(
  root: string,
  { grace }: RunSpec,
  hosts: ReadonlyMap<string, FakeHost>,
  streams: Pick<Io, "stdin" | "stdout" | "stderr">,
  interrupts: Set<() => void>,
): Io {
  const clock = virtualClock();
  const standIns: StandIns = {
    openTransport: ({ name }) => {
      const host = hosts.get(name);
      if (!host) throw new Error(`the case has no host ${name}`);
      return host.connect();
    },
    clock,
    grace,
    onInterrupt(listener) {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
  };
  return {
    ...streams,
    env: {},
    cwd: root,
    home: root,
    tmpdir: root,
    now: () => clock.wallClock(),
    // Each run has an id of its own, as real ones do.
    randomId: () => (runs += 1).toString(16).padStart(12, "0").padEnd(32, "0"),
    mask: createMask(),
    standIns,
  };
}

/** A terminal if there are answers, else a pipe. */
function stdinOf({ password, answers }: RunSpec): PassThrough & Io["stdin"] {
  const stdin = new PassThrough();
  if (!answers) stdin.end(password === undefined ? "" : `${password}\n`);
  return Object.assign(stdin, { isTTY: answers !== undefined });
}

/** An output that passes on each line as soon as it is complete. */
function lines(onLine: (line: string) => void): Output & { text(): string } {
  let whole = "";
  let rest = "";
  return {
    write(text) {
      whole += text;
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) onLine(part);
    },
    flush: () => Promise.resolve(),
    isTTY: false,
    columns: 80,
    text: () => whole,
  };
}
