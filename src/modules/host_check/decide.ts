import type { HostCheckArgs, WantedPort } from "./args.ts";
import { findDisk } from "./disk.ts";
import { sumOf } from "./size.ts";
import { takes } from "./sockets.ts";
import type { Holder, HostState } from "./parse.ts";

/** One thing that will not do: what is, what was expected, and what to do. */
interface Finding {
  readonly text: string;
  /** Whether an earlier task may put it right. */
  readonly curable: boolean;
}

type Check = (args: HostCheckArgs, state: HostState) => readonly Finding[];

export function findingsOf(args: HostCheckArgs, state: HostState): readonly Finding[] {
  return CHECKS.flatMap((check) => check(args, state));
}

const checkSystem: Check = ({ os_families = [], architectures = [] }, { osFamilies, osName, architecture }) => [
  ...(os_families.length > 0 && !os_families.some((name) => osFamilies.includes(name))
    ? [lasting(`operating system: ${osName}; wanted: ${os_families.join(" or ")}; use another system`)]
    : []),
  ...(architectures.length > 0 && !architectures.includes(architecture)
    ? [lasting(`architecture: ${architecture}; wanted: ${architectures.join(" or ")}; use another server`)]
    : []),
];

const checkMemory: Check = ({ memory = [] }, { memoryMib }) => {
  const wanted = sumOf(memory);
  if (wanted <= memoryMib) return [];
  const parts = memory.map((part) => `${part.for} ${part.size}`).join(", ");
  const text = `memory: ${memoryMib} MiB; wanted: ${wanted} MiB (${parts}); use a bigger server, or give these less`;
  return [lasting(text)];
};

const checkDisk: Check = ({ disk = [] }, { disks }) => findDisk(disk, disks).map(curable);

const checkPorts: Check = ({ ports = [], compose_projects = [] }, { listeners }) => {
  const texts = ports.flatMap((wanted) =>
    listeners
      .filter((listener) => takes(listener, wanted))
      .filter(({ holder }) => !(holder?.container && compose_projects.includes(holder.container.project)))
      .map(({ holder }) => taken(wanted, holder)),
  );
  return [...new Set(texts)].map(curable);
};

function taken({ port, address, for: whom }: WantedPort, holder: Holder | undefined): string {
  const on = address === undefined ? "" : ` on ${address}`;
  const from = holder?.container ? ` in the container ${holder.container.name}` : "";
  const by = holder ? `${holder.name} (pid ${holder.pid})${from}` : "a process that only root can see";
  return `port ${port}${on}: held by ${by}; wanted by ${whom}; stop the one, or give the other another port`;
}

const checkReach: Check = ({ reach = [] }, { unreached, canReach }) => {
  if (!canReach && reach.length > 0) {
    return [curable("other hosts: whether they are reached cannot be told without bash and timeout; install them")];
  }
  return reach.flatMap(({ host, port }, place) => {
    const why = unreached.get(place);
    if (why === undefined) return [];
    return [curable(`${host} port ${port}: not reached from here (${why}); look at routes, names and firewalls`)];
  });
};

const checkClocks: Check = ({ clocks = [], clock_limit_ms }) =>
  clocks.flatMap(({ host, ahead_ms, error_ms = 0 }) => {
    const apart = Math.abs(ahead_ms);
    if (apart - error_ms <= clock_limit_ms) return [];
    const seconds = `${(apart / 1000).toFixed(1)} s ${ahead_ms > 0 ? "ahead of" : "behind"} ${host}'s`;
    return [
      curable(
        `clock: ${seconds}; wanted: within ${clock_limit_ms / 1000} s; let a time service set the clocks of both`,
      ),
    ];
  });

const checkSysctls: Check = ({ sysctls = [] }, { sysctls: seen }) =>
  sysctls.flatMap(({ name, min, max }) => {
    const value = seen.get(name);
    if (value === undefined) return [curable(`kernel setting ${name}: not there; use a kernel that has it`)];
    if (min === undefined && max === undefined) return [];
    if (!/^-?\d+$/.test(value)) {
      return [lasting(`kernel setting ${name}: ${value}; wanted: a number; leave out \`min\` and \`max\``)];
    }
    const wanted = outside(Number(value), min, max);
    const cure = `set it by a file in /etc/sysctl.d and \`sysctl --system\``;
    return wanted === undefined ? [] : [curable(`kernel setting ${name}: ${value}; wanted: ${wanted}; ${cure}`)];
  });

/** The bound that a number does not keep. */
function outside(value: number, min = -Infinity, max = Infinity): string | undefined {
  if (value < min) return `at least ${min}`;
  return value > max ? `at most ${max}` : undefined;
}

const checkCommands: Check = (_args, { lacking }) =>
  lacking.map((name) => curable(`the command ${name}: not there; install it`));

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

/** Machines of one size do not tell the same number to the last MiB. */
const ABOUT_THE_SAME = 1.05;

export function warningsOf({ largest_of = [] }: HostCheckArgs, { memoryMib }: HostState): readonly string[] {
  const bigger = largest_of.filter(({ memory_mib }) => memory_mib > memoryMib * ABOUT_THE_SAME);
  if (bigger.length === 0) return [];
  const names = bigger.map(({ host, memory_mib }) => `${host} (${memory_mib} MiB)`).join(", ");
  return [`this host is to have the most memory; it has ${memoryMib} MiB, less than ${names}`];
}
