import { isIP } from "node:net";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";

/** The controller's clock when the request was sent and when the answer arrived: milliseconds since 1970. */
export interface AskedAt {
  readonly from: number;
  readonly to: number;
}

/**
 * The facts of base.sh. Sizes are in MiB; `memory_mib` is the smaller of the machine's and its control group's. `clock_offset_ms` is
 * the host's clock minus the controller's, off by at most `clock_error_ms`; both are absent if the host did not print its time.
 * `client_address` is where the SSH connection comes from; empty if there is none.
 */
export function parseBase({ stdout }: Answer, asked: AskedAt): ValueMap {
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
    system: text("system"),
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
      major_version: text("os_version").split(".")[0] ?? "",
      codename: text("os_codename"),
      family: familyOf(text("os_id"), text("os_like").split(" ")),
      name: text("os_name"),
    },
  };
}

/** Families by the ids that they include, in /etc/os-release. */
const FAMILIES: Readonly<Record<string, string>> = {
  debian: "debian",
  ubuntu: "debian",
  rhel: "redhat",
  fedora: "redhat",
  centos: "redhat",
  suse: "suse",
  opensuse: "suse",
  arch: "archlinux",
};

function familyOf(id: string, like: readonly string[]): string {
  const [known] = [id, ...like].filter((name) => Object.hasOwn(FAMILIES, name));
  return (known === undefined ? undefined : FAMILIES[known]) ?? id;
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
