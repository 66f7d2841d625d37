import type { HostCheckArgs, RequiredPort } from "./args.ts";
import { ANSWER_SECONDS } from "../lib/docker/docker.ts";
import { diskFindings } from "./disk.ts";
import { mibOf } from "../../model/size.ts";
import { sumOf } from "./size.ts";
import { unreached } from "./reach.ts";
import { conflicts } from "./sockets.ts";
import type { Holder, HostState } from "./parse.ts";

/** One requirement that is not met: the actual value, the required one, and what to do. */
interface Finding {
  readonly text: string;
  /** Whether an earlier task may fix it. */
  readonly curable: boolean;
}

type Check = (args: HostCheckArgs, state: HostState) => readonly Finding[];

export function findingsOf(args: HostCheckArgs, state: HostState): readonly Finding[] {
  return CHECKS.flatMap((check) => check(args, state));
}

const checkSystem: Check = ({ os_families = [], architectures = [] }, { osFamilies, osName, architecture }) => [
  ...(os_families.length > 0 && !os_families.some((name) => osFamilies.includes(name))
    ? [lasting(`operating system: ${osName}; required: ${os_families.join(" or ")}; use another system`)]
    : []),
  ...(architectures.length > 0 && !architectures.includes(architecture)
    ? [lasting(`architecture: ${architecture}; required: ${architectures.join(" or ")}; use another server`)]
    : []),
];

const checkMemory: Check = ({ memory = [] }, { memoryMib }) => {
  const required = sumOf(memory);
  if (required <= memoryMib) return [];
  const text = `memory: ${memoryMib} MiB; required: ${required} MiB (${partsOf(memory)}); use a bigger server, or give these less`;
  return [lasting(text)];
};

/** Users of memory; for the largest ones also the variables to change. */
function partsOf(memory: NonNullable<HostCheckArgs["memory"]>): string {
  const largest = memory.toSorted((first, second) => mibOf(second.size) - mibOf(first.size)).slice(0, NAMED);
  return memory
    .map((part) => {
      const { for: user, size, set_by: setBy = "" } = part;
      return `${user} ${size}${setBy !== "" && largest.includes(part) ? ` [${setBy}]` : ""}`;
    })
    .join(", ");
}

/** Users whose variables a message names. */
const NAMED = 3;

const checkDisk: Check = ({ disk = [] }, { disks }) => diskFindings(disk, disks).map(curable);

const checkPorts: Check = ({ ports = [], compose_projects = [] }, { listeners, isEngineSilent }) => {
  if (isEngineSilent) return [curable(SILENT_ENGINE)];
  const texts = ports.flatMap((required) =>
    listeners
      .filter((listener) => conflicts(listener, required))
      .filter(({ holder }) => !(holder?.container && compose_projects.includes(holder.container.project)))
      .map(({ holder }) => heldPort(required, holder)),
  );
  return [...new Set(texts)].map(curable);
};

const SILENT_ENGINE = `the Docker engine: no answer within ${ANSWER_SECONDS} s; look at its log with \`journalctl -u docker\`, and restart it`;

function heldPort({ port, address, for: user, set_by: setBy = "" }: RequiredPort, holder: Holder | undefined): string {
  const on = address === undefined ? "" : ` on ${address}`;
  const from = holder?.container ? ` in the container ${holder.container.name}` : "";
  const variables = setBy === "" ? "" : ` (${setBy})`;
  const by = holder ? `${holder.name} (pid ${holder.pid})${from}` : "a process that only root can see";
  return `port ${port}${on}: held by ${by}; needed by ${user}${variables}; stop the process, or choose another port`;
}

const checkReach: Check = ({ reach = [] }, state) => {
  if (!state.canReach && reach.length > 0) {
    return [curable("other hosts: not checked without bash and timeout; install them")];
  }
  return unreached(reach, state, true).map(curable);
};

const checkClocks: Check = ({ clocks, clock_limit_ms }) =>
  clocksApart(clocks, clock_limit_ms).map((apart) =>
    curable(
      `clock: ${apart}; required: within ${clock_limit_ms / 1000} s; synchronize both clocks with a time service`,
    ),
  );

/** How far this host's clock certainly is from others', where that is more than the limit. */
function clocksApart(clocks: HostCheckArgs["clocks"] = [], limitMs: number): string[] {
  return clocks.flatMap(({ host, ahead_ms, error_ms = 0 }) => {
    const apart = Math.abs(ahead_ms);
    if (apart - error_ms <= limitMs) return [];
    return [`${(apart / 1000).toFixed(1)} s ${ahead_ms > 0 ? "ahead of" : "behind"} ${host}'s`];
  });
}

const checkSysctls: Check = ({ sysctls = [] }, { sysctls: values }) =>
  sysctls.flatMap(({ name, min, max }) => {
    const value = values.get(name);
    if (value === undefined) return [curable(`kernel setting ${name}: missing; use a kernel that has it`)];
    if (min === undefined && max === undefined) return [];
    if (!/^-?\d+$/.test(value)) {
      return [lasting(`kernel setting ${name}: ${value}; required: a number; remove \`min\` and \`max\``)];
    }
    const bound = brokenBound(Number(value), min, max);
    const advice = `set it in a file in /etc/sysctl.d and \`sysctl --system\``;
    return bound === undefined ? [] : [curable(`kernel setting ${name}: ${value}; required: ${bound}; ${advice}`)];
  });

/** The bound that a number violates. */
function brokenBound(value: number, min = -Infinity, max = Infinity): string | undefined {
  if (value < min) return `at least ${min}`;
  return value > max ? `at most ${max}` : undefined;
}

const checkCommands: Check = (_args, { missingCommands }) =>
  missingCommands.map((name) => curable(`the command ${name}: missing; install it`));

const CHECKS: readonly Check[] = [
  checkSystem,
  checkMemory,
  checkDisk,
  checkPorts,
  checkReach,
  checkClocks,
  checkSysctls,
  checkCommands,
];

function lasting(text: string): Finding {
  return { text, curable: false };
}

function curable(text: string): Finding {
  return { text, curable: true };
}

/** Machines of the same size report slightly different amounts of memory. */
const TOLERANCE = 1.05;

export function warningsOf(args: HostCheckArgs, state: HostState): readonly string[] {
  const closed = state.canReach ? unreached(args.reach ?? [], state, false) : [];
  return [...closed.map((text) => `${text}.`), ...clockWarnings(args), ...memoryWarnings(args, state)];
}

/** Not of clocks that are findings. */
function clockWarnings({ clocks, clock_limit_ms, clock_warn_ms }: HostCheckArgs): string[] {
  if (clock_warn_ms === undefined || clocksApart(clocks, clock_limit_ms).length > 0) return [];
  return clocksApart(clocks, clock_warn_ms).map(
    (apart) => `This host's clock is ${apart}. Synchronize both clocks with a time service.`,
  );
}

function memoryWarnings({ largest_of = [] }: HostCheckArgs, { memoryMib }: HostState): readonly string[] {
  const bigger = largest_of.filter(({ memory_mib }) => memory_mib > memoryMib * TOLERANCE);
  if (bigger.length === 0) return [];
  const names = bigger.map(({ host, memory_mib }) => `${host} (${memory_mib} MiB)`).join(", ");
  return [`This host should have the most memory, but it has ${memoryMib} MiB, less than ${names}.`];
}
