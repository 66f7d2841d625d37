import type { Value, ValueMap } from "../model/value.ts";
import type { Answer } from "../module/answer.ts";
import { readProgram } from "../module/script.ts";
import { facts } from "./facts.sh.ts";

/** Prints all facts of a host. */
export const FACTS = readProgram(facts);

/** The controller's clock when the host was asked and when its answer was there: milliseconds since 1970. */
export interface Asked {
  readonly from: number;
  readonly to: number;
}

/**
 * The variable `facts`: sizes in MiB; `memory_mib` is the smaller of the machine's and its control group's. `clock_offset_ms` is
 * the host's clock minus the controller's, and is wrong by `clock_error_ms` at the most; without a clock there is neither.
 */
export function parseFacts({ stdout }: Answer, asked: Asked): Value {
  const lines = stdout.split("\n").flatMap((line): [string, string][] => {
    const blank = line.indexOf(" ");
    return blank < 0 ? [] : [[line.slice(0, blank), line.slice(blank + 1).trim()]];
  });
  const said = new Map(lines);
  const text = (name: string) => said.get(name) ?? "";
  const number = (name: string) => Number(said.get(name) ?? 0);
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

/** The host read its clock at some time between question and answer: the middle is off by half of that at the most. */
function clock(said: string, { from, to }: Asked): ValueMap {
  const [seconds = "", milliseconds = ""] = said.split(" ");
  if (!/^[0-9]+$/.test(seconds)) return {};
  const fine = /^[0-9]+$/.test(milliseconds) && milliseconds.length === seconds.length + 3;
  const read = fine ? Number(milliseconds) : Number(seconds) * 1000 + 500;
  const error = (to - from) / 2 + (fine ? 0 : 500);
  return { clock_offset_ms: Math.round(read - (from + to) / 2), clock_error_ms: Math.ceil(error) };
}
