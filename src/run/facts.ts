import { isIP } from "node:net";
import type { Value, ValueMap } from "../model/value.ts";
import type { Answer } from "../module/answer.ts";
import { readProgram } from "../module/script.ts";
import type { RunContext } from "./context.ts";
import { facts } from "./facts.sh.ts";
import { markUnreachable, type HostRun } from "./host-run.ts";

/** The controller's clock when the request was sent and when the answer arrived: milliseconds since 1970. */
export interface AskedAt {
  readonly from: number;
  readonly to: number;
}

/** Reads the facts of a host. A host that does not answer is out of the run. */
export async function gatherFacts(run: HostRun, { wallClock, emit }: RunContext): Promise<void> {
  const access = await run.target.access();
  const from = wallClock();
  const answers = access.ok ? await access.value.session.read([readProgram(facts)], undefined) : access;
  if (!answers.ok) markUnreachable(run, answers.faults[0], emit);
  else if (answers.value[0]) run.facts = parseFacts(answers.value[0], { from, to: wallClock() });
}

/**
 * The variable `facts`. Sizes are in MiB; `memory_mib` is the smaller of the machine's and its control group's. `clock_offset_ms` is
 * the host's clock minus the controller's, off by at most `clock_error_ms`; both are absent if the host did not print its time.
 * `client_address` is where the SSH connection comes from; empty if there is none.
 */
export function parseFacts({ stdout }: Answer, asked: AskedAt): Value {
  const lines = stdout.split("\n").flatMap((line): [string, string][] => {
    const blank = line.indexOf(" ");
    return blank < 0 ? [] : [[line.slice(0, blank), line.slice(blank + 1).trim()]];
  });
  const printed = new Map(lines);
  const text = (name: string) => printed.get(name) ?? "";
  const number = (name: string) => Number(printed.get(name) ?? 0);
  const limit = Math.floor(number("memory_limit_bytes") / 1024 / 1024);
  const total = Math.floor(number("memory_kib") / 1024);
  return {
    hostname: text("hostname"),
    kernel: text("kernel"),
    architecture: text("architecture"),
    cpus: number("cpus"),
    memory_mib: limit > 0 ? Math.min(limit, total) : total,
    memory_available_mib: Math.floor(number("memory_available_kib") / 1024),
    user: text("user"),
    home: text("home"),
    init: text("init"),
    client_address: isIP(text("client_address")) > 0 ? text("client_address") : "",
    ...clock(text("clock"), asked),
    os: {
      id: text("os_id"),
      version: text("os_version"),
      codename: text("os_codename"),
      family: [text("os_id"), ...text("os_like").split(" ")].includes("debian") ? "debian" : text("os_id"),
      name: text("os_name"),
    },
  };
}

/** The host read its clock between request and answer. Assuming the midpoint is off by at most half of that interval. */
function clock(printed: string, { from, to }: AskedAt): ValueMap {
  const [seconds = "", milliseconds = ""] = printed.split(" ");
  if (!/^[0-9]+$/.test(seconds)) return {};
  const isFine = /^[0-9]+$/.test(milliseconds) && milliseconds.length === seconds.length + 3;
  const time = isFine ? Number(milliseconds) : Number(seconds) * 1000 + 500;
  const error = (to - from) / 2 + (isFine ? 0 : 500);
  return { clock_offset_ms: Math.round(time - (from + to) / 2), clock_error_ms: Math.ceil(error) };
}
