/** What `gather_subset` may name: groups of facts, and the facts that the beginning of a play reads. */
const NAMES = [
  ...["all", "min", "hardware", "network", "virtual"],
  ...["hostname", "system", "kernel", "architecture", "cpus", "memory_mib", "memory_available_mib", "user"],
  ...["home", "init", "client_address", "clock_offset_ms", "clock_error_ms", "os", "fqdn", "domain", "default_ipv4"],
  ...["default_ipv6", "interfaces", "all_ipv4_addresses", "all_ipv6_addresses", "dns", "processors", "memory"],
  ...["mounts", "devices", "user_uid", "user_gid", "user_gecos", "user_shell", "env", "date_time", "service_mgr"],
  ...["pkg_mgr", "selinux", "apparmor", "cmdline", "uptime_seconds", "loadavg", "machine_id", "fips", "kernel_version"],
  ...["virtualization", "dmi", "ssh_host_keys", "lsb", "python", "local"],
];

/** A `!` leaves out what follows. */
export const SUBSETS: readonly string[] = [...NAMES, ...NAMES.map((name) => `!${name}`)];
