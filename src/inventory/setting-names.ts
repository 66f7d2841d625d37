/** A connection setting, by the name that the engine uses for it. */
export type SettingKey =
  "host" | "port" | "user" | "private_key_file" | "known_hosts_file" | "connection" | "become" | "become_user";

interface SettingNames {
  /** The name that is a setting in the inventory file only, and a variable everywhere else. */
  readonly short?: string;
  /** Names that are a setting wherever variables of the inventory may stand; the first one is the one to write. */
  readonly long: readonly [string, ...string[]];
}

/** The names of each setting: ours (`ssh_*`) and Ansible's (`ansible_*`). */
const SETTINGS: Readonly<Record<SettingKey, SettingNames>> = {
  host: { long: ["ssh_host", "ansible_host", "ansible_ssh_host"] },
  port: { short: "port", long: ["ssh_port", "ansible_port", "ansible_ssh_port"] },
  user: { short: "user", long: ["ssh_user", "ansible_user", "ansible_ssh_user"] },
  private_key_file: {
    short: "private_key_file",
    long: ["ssh_private_key_file", "ansible_ssh_private_key_file", "ansible_private_key_file"],
  },
  known_hosts_file: { short: "known_hosts_file", long: ["ssh_known_hosts_file"] },
  connection: { short: "connection", long: ["ansible_connection"] },
  become: { short: "become", long: ["ansible_become"] },
  become_user: { short: "become_user", long: ["ansible_become_user"] },
};

/** Settings that templates use as well, so they are variables everywhere. */
export const ADDRESSES = ["address", "service_address"] as const;

/** The setting of a group: which of several at one depth takes precedence. Only the inventory file can have it. */
export const GROUP_PRIORITY = "ansible_group_priority";

// The cast is safe: `SETTINGS` is declared here and has no other keys.
const ENTRIES = Object.entries(SETTINGS) as [SettingKey, SettingNames][];
const SHORT = new Map(ENTRIES.flatMap(([key, { short }]) => (short === undefined ? [] : [[short, key] as const])));
const LONG = new Map(ENTRIES.flatMap(([key, { long }]) => long.map((name) => [name, key] as const)));

/** All names of settings that begin with this. */
export function longNames(prefix: "ssh_" | "ansible_"): string[] {
  return [...LONG.keys()].filter((name) => name.startsWith(prefix));
}

/** All names of settings in the inventory file that could be those of variables. */
export const SHORT_NAMES: readonly string[] = [...SHORT.keys(), ...ADDRESSES];

/** The name to write for a setting in group_vars/ and the like. */
export function preferredName(key: SettingKey): string {
  return SETTINGS[key].long[0];
}

/** The setting of which this is the short name, which only the inventory file knows. */
export function shortSetting(name: string): SettingKey | undefined {
  return SHORT.get(name);
}

/** The setting of which this is an unmistakable name: `ssh_*` or `ansible_*`. */
export function longSetting(name: string): SettingKey | undefined {
  return LONG.get(name);
}
