import { read, readProgram, sequence, type Script } from "../../module/script.ts";
import { ASK_DOCKER } from "../lib/docker/docker.ts";
import { normalPath } from "../lib/path/args.ts";
import type { HostCheckArgs } from "./args.ts";
import { keptContainers } from "./kept-containers.sh.ts";
import { probeDisks } from "./probe-disks.sh.ts";
import { probePorts } from "./probe-ports.sh.ts";
import { probeReach } from "./probe-reach.sh.ts";
import { probeSystem } from "./probe-system.sh.ts";
import { sumOf } from "./size.ts";

/** One script for everything that the arguments request: lines `NAME VALUE`. */
export function probeHost(args: HostCheckArgs): Script<"read"> {
  const { ports = [], disk = [], reach = [], sysctls = [], commands = [] } = args;
  return sequence([
    readProgram(probeSystem),
    ...(ports.length > 0 ? [portsScript(ports.map(({ port }) => port))] : []),
    ...(disk.length > 0 ? [disksScript(disk)] : []),
    ...(reach.length > 0
      ? [readProgram(probeReach, { words: reach.flatMap(({ host, port }) => [host, String(port)]) })]
      : []),
    ...sysctls.map(({ name }) => sysctlScript(name)),
    ...commands.map((name) => read`with_environment command -v ${name} >/dev/null 2>&1 || echo lacks ${name}`),
    read`exit "\${status:-0}"`,
  ]);
}

/** Lines of /proc/net/tcp in the state LISTEN (0A) with one of these local ports. */
function portsScript(ports: readonly number[]): Script<"read"> {
  const hex = ports.map((port) => port.toString(16).toUpperCase().padStart(4, "0")).join("|");
  const listening = `^ *[0-9]+: [0-9A-F]+:(${hex}) [0-9A-F]+:0000 0A `;
  const variables = { listening, container_format: CONTAINER };
  return read`${readProgram(keptContainers)}
${ASK_DOCKER}
${readProgram(probePorts, { variables })}`;
}

const CONTAINER = '{{.ID}} {{.Names}} {{.Label "com.docker.compose.project"}}';

/** Each folder once, in order: the output names them by their index. */
function disksScript(disk: NonNullable<HostCheckArgs["disk"]>): Script<"read"> {
  const folders = [...new Set(disk.map(({ path }) => normalPath(path)))];
  return readProgram(probeDisks, { variables: { needed_kib: sumOf(disk) * 1024 }, words: folders });
}

/** The kernel answers only one read of such a file, and some shells read byte by byte, so `cat` reads it. */
function sysctlScript(name: string): Script<"read"> {
  const file = `/proc/sys/${name.replaceAll(".", "/")}`;
  return read`[ -r ${file} ] && echo sysctl ${name} "$(cat ${file})"`;
}
