/** Linux's capabilities by bit, in the order of <linux/capability.h>. */
const NAMES = [
  "CHOWN",
  "DAC_OVERRIDE",
  "DAC_READ_SEARCH",
  "FOWNER",
  "FSETID",
  "KILL",
  "SETGID",
  "SETUID",
  "SETPCAP",
  "LINUX_IMMUTABLE",
  "NET_BIND_SERVICE",
  "NET_BROADCAST",
  "NET_ADMIN",
  "NET_RAW",
  "IPC_LOCK",
  "IPC_OWNER",
  "SYS_MODULE",
  "SYS_RAWIO",
  "SYS_CHROOT",
  "SYS_PTRACE",
  "SYS_PACCT",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_NICE",
  "SYS_RESOURCE",
  "SYS_TIME",
  "SYS_TTY_CONFIG",
  "MKNOD",
  "LEASE",
  "AUDIT_WRITE",
  "AUDIT_CONTROL",
  "SETFCAP",
  "MAC_OVERRIDE",
  "MAC_ADMIN",
  "SYSLOG",
  "WAKE_ALARM",
  "BLOCK_SUSPEND",
  "AUDIT_READ",
  "PERFMON",
  "BPF",
  "CHECKPOINT_RESTORE",
] as const;

/** Withheld from hosts, which must not set the machine's clock, load modules, or access its hardware or kernel. */
const WITHHELD = new Set<string>(["SYS_TIME", "SYS_MODULE", "SYS_RAWIO", "BPF", "PERFMON", "CHECKPOINT_RESTORE"]);

/** The capabilities of a set in /proc/PID/status (`Cap...:` and 16 hexadecimal digits). */
export function capabilitiesIn(status: string, set: "CapBnd" | "CapEff"): string[] {
  const digits = new RegExp(`^${set}:\\s*([0-9a-f]+)$`, "m").exec(status)?.[1] ?? "0";
  const bits = BigInt(`0x${digits}`);
  return NAMES.filter((_, bit) => ((bits >> BigInt(bit)) & 1n) === 1n);
}

/** The capabilities that a host gets, from those that the machine has: requesting any other would fail. */
export function grantableOf(available: readonly string[]): string[] {
  return available.filter((name) => !WITHHELD.has(name));
}
