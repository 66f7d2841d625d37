import type { Value } from "../../model/value.ts";

/** What one script reads. Only those are read that the project's text names. */
export type FactSource =
  | "account"
  | "base"
  | "date_time"
  | "devices"
  | "dmi"
  | "env"
  | "hardware"
  | "local"
  | "lsb"
  | "mounts"
  | "names"
  | "network"
  | "python"
  | "ssh_host_keys"
  | "system"
  | "virtualization";

/** A fact as the reference page shows it. */
export interface Fact {
  readonly name: string;
  readonly source: FactSource;
  readonly type: string;
  readonly example: Value;
  /** What it is, where it comes from, and when it is null. */
  readonly meaning: string;
}

/** The fields of `facts`. */
export const FACTS: readonly Fact[] = [
  ...inSource("base", [
    ["hostname", "string", "web1", "The kernel's host name (/proc/sys/kernel/hostname)."],
    ["system", "string", "Linux", "The kernel's name (uname)."],
    ["kernel", "string", "6.12.9-amd64", "The kernel's release (/proc/sys/kernel/osrelease)."],
    ["architecture", "string", "x86_64", "The processor architecture (uname)."],
    ["cpus", "number", 4, "The processors that programs can use."],
    ["memory_mib", "number", 7960, "The memory in MiB: the smaller of the machine's and its control group's."],
    ["memory_available_mib", "number", 5210, "The memory in MiB that programs can still get (/proc/meminfo)."],
    ["user", "string", "deploy", "The name of the user that provision logs in as."],
    ["home", "string", "/home/deploy", "The home folder of this user."],
    ["init", "string", "systemd", "The program that runs as process 1."],
    ["client_address", "string", "192.0.2.7", "Where the SSH connection comes from; empty without SSH."],
    [
      "clock_offset_ms",
      "number",
      -12,
      "The host's clock minus the controller's. Absent if the host did not print its time.",
    ],
    ["clock_error_ms", "number", 8, "How far `clock_offset_ms` may be off. Absent like it."],
    [
      "os",
      "map",
      {
        id: "debian",
        name: "Debian GNU/Linux 13 (trixie)",
        version: "13",
        major_version: "13",
        codename: "trixie",
        family: "debian",
      },
      "The distribution (/etc/os-release). `family` is debian, redhat, suse, archlinux, or the id itself; all but `name` are in lower case. Empty strings for what the file lacks.",
    ],
  ]),
  ...inSource("names", [
    [
      "fqdn",
      "string",
      "web1.example.org",
      "The full host name: from /etc/hosts, or from the name service if it answers within 2 s; else the host name.",
    ],
    ["domain", "string", "example.org", "What follows the first dot of `fqdn`; empty without one."],
  ]),
  ...inSource("network", [
    [
      "default_ipv4",
      "map or null",
      {
        address: "10.0.0.5",
        prefix: 24,
        netmask: "255.255.255.0",
        network: "10.0.0.0",
        broadcast: "10.0.0.255",
        interface: "eth0",
        gateway: "10.0.0.1",
        macaddress: "52:54:00:12:34:56",
        mtu: 1500,
        type: "ether",
      },
      "The interface of the default route with the lowest metric, and its address. Null without a default route.",
    ],
    [
      "default_ipv6",
      "map or null",
      {
        address: "2001:db8::5",
        prefix: 64,
        scope: "global",
        interface: "eth0",
        gateway: "fe80::1",
        macaddress: "52:54:00:12:34:56",
        mtu: 1500,
        type: "ether",
      },
      "The same for IPv6. Null without a default route.",
    ],
    [
      "interfaces",
      "map of maps",
      {
        eth0: {
          macaddress: "52:54:00:12:34:56",
          mtu: 1500,
          active: true,
          type: "ether",
          speed_mbit: 1000,
          ipv4: {
            address: "10.0.0.5",
            prefix: 24,
            netmask: "255.255.255.0",
            network: "10.0.0.0",
            broadcast: "10.0.0.255",
          },
          ipv4_secondaries: [],
          ipv6: [{ address: "fe80::1", prefix: 64, scope: "link" }],
        },
      },
      "The network interfaces by name. `ipv4` is null without an address; what the kernel does not say is null.",
    ],
    ["all_ipv4_addresses", "list of strings", ["10.0.0.5"], "All IPv4 addresses but those of 127.0.0.0/8."],
    ["all_ipv6_addresses", "list of strings", ["fe80::1"], "All IPv6 addresses but ::1."],
    ["dns", "map", { nameservers: ["10.0.0.1"], search: ["example.org"], domain: null }, "What /etc/resolv.conf says."],
  ]),
  ...inSource("hardware", [
    [
      "processors",
      "map or null",
      { count: 1, cores: 4, threads_per_core: 2, vcpus: 8, model: "AMD EPYC" },
      "Sockets, cores of each, threads of each core, and all of them (/proc/cpuinfo).",
    ],
    [
      "memory",
      "map or null",
      {
        total_mib: 7960,
        free_mib: 812,
        used_mib: 7148,
        available_mib: 5210,
        buffers_mib: 120,
        cached_mib: 3900,
        swap_total_mib: 2048,
        swap_free_mib: 2048,
        swap_used_mib: 0,
      },
      "The machine's memory in MiB (/proc/meminfo).",
    ],
  ]),
  ...inSource("mounts", [
    [
      "mounts",
      "list of maps",
      [
        {
          mount: "/",
          device: "/dev/sda1",
          fstype: "ext4",
          options: "rw,relatime",
          size_total: 21003583488,
          size_available: 15300000000,
        },
      ],
      "The mounted file systems that store files (/proc/mounts). Sizes are in bytes; null if the file system does not answer within 3 s.",
    ],
  ]),
  ...inSource("devices", [
    [
      "devices",
      "map of maps",
      {
        sda: {
          size: 21474836480,
          model: "QEMU HARDDISK",
          vendor: "QEMU",
          serial: null,
          removable: false,
          rotational: true,
          partitions: { sda1: { size: 21473787904, start: 1048576 } },
        },
      },
      "The disks and their partitions by name, with sizes in bytes (/sys/block). Null for what the disk does not say.",
    ],
  ]),
  ...inSource("account", [
    ["user_uid", "number", 1000, "The number of `user`."],
    ["user_gid", "number", 1000, "The number of this user's group."],
    ["user_gecos", "string or null", "Deployment", "The comment in /etc/passwd; null if the user has no entry."],
    ["user_shell", "string or null", "/bin/bash", "The login shell in /etc/passwd; null if the user has no entry."],
  ]),
  ...inSource("env", [
    ["env", "map of strings", { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" }, "The environment of the login on the host."],
  ]),
  ...inSource("date_time", [
    [
      "date_time",
      "map or null",
      {
        year: "2026",
        month: "07",
        day: "14",
        hour: "08",
        minute: "30",
        second: "00",
        weekday: "Tuesday",
        weekday_number: "2",
        weeknumber: "28",
        yearday: "195",
        tz: "UTC",
        tz_offset: "+0000",
        date: "2026-07-14",
        time: "08:30:00",
        epoch: 1784017800,
        iso8601: "2026-07-14T08:30:00Z",
        iso8601_basic_short: "20260714T083000",
      },
      "The host's time in its time zone when the facts were read; `iso8601` is in UTC. Two runs never see the same time.",
    ],
  ]),
  ...inSource("system", [
    [
      "service_mgr",
      "string or null",
      "systemd",
      "What manages services: systemd, openrc, runit, s6, sysvinit, or the name of process 1.",
    ],
    [
      "pkg_mgr",
      "string or null",
      "apt",
      "apt, dnf, dnf5, yum, zypper, apk, pacman, xbps, emerge or opkg; null if the host has none of them.",
    ],
    [
      "selinux",
      "map",
      { status: "enabled", mode: "enforcing", config_mode: "enforcing", type: "targeted", policyvers: 33 },
      "`status` is enabled or disabled; the others are null if nothing says so.",
    ],
    ["apparmor", "map", { status: "enabled" }, "`status` is enabled or disabled."],
    [
      "cmdline",
      "map",
      { quiet: true, root: "/dev/sda1" },
      "The kernel's parameters; true for those without a value, a list for repeated ones.",
    ],
    ["uptime_seconds", "number or null", 86400, "The seconds since the host started."],
    ["loadavg", "map or null", { "1m": 0.5, "5m": 0.4, "15m": 0.3 }, "The load averages."],
    ["machine_id", "string or null", "3d1219c7c4c5404aaa1f6d2a48adfda4", "The first line of /etc/machine-id."],
    ["fips", "boolean", false, "Whether the kernel runs in FIPS mode."],
    ["kernel_version", "string or null", "#1 SMP Debian 6.12.9-1", "The kernel's build (/proc/sys/kernel/version)."],
  ]),
  ...inSource("virtualization", [
    [
      "virtualization",
      "map",
      { type: "kvm", role: "guest" },
      "`type` is docker, podman, lxc, openvz, kvm, vmware, virtualbox, hyperv, xen, openstack, parallels or another name of a container manager; `role` is guest or host. Both are null on a machine without signs of either. Only root sees some of the signs.",
    ],
  ]),
  ...inSource("dmi", [
    [
      "dmi",
      "map",
      { product_name: "Standard PC", sys_vendor: "QEMU", product_serial: null },
      "What the firmware says: bios_date, bios_vendor, bios_version, board_name, board_vendor, chassis_type, chassis_vendor, product_family, product_name, product_serial, product_uuid, product_version, sys_vendor. Null for what it does not say; only root may read serial and uuid.",
    ],
  ]),
  ...inSource("ssh_host_keys", [
    [
      "ssh_host_keys",
      "map of strings",
      { ed25519: "ssh-ed25519 AAAAC3…" },
      "The host's public SSH keys by their types (/etc/ssh).",
    ],
  ]),
  ...inSource("lsb", [
    [
      "lsb",
      "map or null",
      {
        id: "Debian",
        release: "13",
        codename: "trixie",
        description: "Debian GNU/Linux 13 (trixie)",
        major_release: "13",
      },
      "From /etc/lsb-release, or from lsb_release. Null if the host has neither: `os` is there everywhere.",
    ],
  ]),
  ...inSource("python", [
    [
      "python",
      "map or null",
      { executable: "/usr/bin/python3", version: "3.13.1" },
      "The host's Python; null without one. Provision needs none.",
    ],
  ]),
  ...inSource("local", [
    [
      "local",
      "map",
      { site: { general: { color: "green" } } },
      "The files NAME.fact of /etc/ansible/facts.d and /etc/provision/facts.d, which wins: JSON, or sections of `name = value`. Executable files run, at most 10 s each, and their output counts. Null for a file that is neither or has more than 256 KiB.",
    ],
  ]),
];

type Row = readonly [name: string, type: string, example: Value, meaning: string];

function inSource(source: FactSource, rows: readonly Row[]): Fact[] {
  return rows.map(([name, type, example, meaning]) => ({ name, source, type, example, meaning }));
}

const SOURCE_OF: ReadonlyMap<string, FactSource> = new Map(FACTS.map(({ name, source }) => [name, source]));

/** Every fact, of all sources. */
export const ALL_FACTS = "*";

/** The sources of the facts with these names; all of them for `ALL_FACTS`. `base` is always among them. */
export function sourcesOf(names: Iterable<string>): ReadonlySet<FactSource> {
  const wanted = new Set(names);
  if (wanted.has(ALL_FACTS)) return new Set(SOURCE_OF.values());
  return new Set(["base", ...[...wanted].flatMap((name) => SOURCE_OF.get(name) ?? [])]);
}
