/** A connection setting, by the name that the engine uses for it. */
export type SettingKey =
  | "host"
  | "port"
  | "user"
  | "private_key_file"
  | "password"
  | "known_hosts_file"
  | "jump"
  | "connection"
  | "become"
  | "become_user";

/** What the reference page says of a setting. */
interface SettingText {
  readonly type: string;
  /** What holds if it is not set, as Markdown. */
  readonly fallback: string;
  readonly description: string;
}

interface SettingNames {
  /** The name that is a setting in the inventory file only, and a variable everywhere else. */
  readonly short?: string;
  /** Names that are a setting wherever variables of the inventory may stand; the first one is the one to write. */
  readonly long: readonly [string, ...string[]];
}

/** Each setting: its names, ours (`ssh_*`) and Ansible's (`ansible_*`), and what the reference page says of it. */
const SETTINGS: Readonly<Record<SettingKey, SettingNames & SettingText>> = {
  host: {
    long: ["ssh_host", "ansible_host", "ansible_ssh_host"],
    type: "a host name or an IP address",
    fallback: "`address`",
    description: "What SSH connects to. A name is looked up in `~/.ssh/config`.",
  },
  port: {
    short: "port",
    long: ["ssh_port", "ansible_port", "ansible_ssh_port"],
    type: "a number from 1 to 65535",
    fallback: "`Port` of `~/.ssh/config`, else 22",
    description: "The port of SSH.",
  },
  user: {
    short: "user",
    long: ["ssh_user", "ansible_user", "ansible_ssh_user"],
    type: "a user's name",
    fallback: "`-u`, else `User` of `~/.ssh/config`, else your login",
    description: "The user to log in as.",
  },
  private_key_file: {
    short: "private_key_file",
    long: ["ssh_private_key_file", "ansible_ssh_private_key_file", "ansible_private_key_file"],
    type: "a path, `~` is your home",
    fallback: "`--private-key`, else the agent's keys, and `IdentityFile` of `~/.ssh/config` or the default keys",
    description: "The only key to log in with: a private key, or a public one whose private key an agent holds.",
  },
  password: {
    long: ["ssh_password", "ansible_password", "ansible_ssh_pass", "ansible_ssh_password"],
    type: "a secret",
    fallback: "`--ask-pass`",
    description: "The password to log in with, after the key that is named, if one is.",
  },
  known_hosts_file: {
    short: "known_hosts_file",
    long: ["ssh_known_hosts_file"],
    type: "a path, `~` is your home",
    fallback: "`UserKnownHostsFile` of `~/.ssh/config`, else `~/.ssh/known_hosts`; and `/etc/ssh/ssh_known_hosts`",
    description: "The only file with the host's key.",
  },
  jump: {
    short: "jump",
    long: ["ssh_jump"],
    type: "a list, or a string with commas; `none` to connect directly",
    fallback: "`ProxyJump` of `~/.ssh/config`",
    description:
      "The hosts to connect through, the nearest one first: names of the inventory, or `[user@]host[:port]`.",
  },
  connection: {
    short: "connection",
    long: ["ansible_connection"],
    type: "`ssh` or `local`",
    fallback: "`ssh`",
    description: "How the host is reached; `local` is this machine.",
  },
  become: {
    short: "become",
    long: ["ansible_become"],
    type: "true or false",
    fallback: "`--become`",
    description: "Whether tasks run as another user with sudo. Plays and tasks override it.",
  },
  become_user: {
    short: "become_user",
    long: ["ansible_become_user"],
    type: "a user's name",
    fallback: "`root`",
    description: "The user that `become` switches to. Plays and tasks override it.",
  },
};

/** Settings that templates use as well, so they are variables everywhere. */
export const ADDRESSES = ["address", "service_address"] as const;

/** The setting of a group: which of several at one depth takes precedence. Only the inventory file can have it. */
export const GROUP_PRIORITY = "ansible_group_priority";

// The cast is safe: `SETTINGS` is declared here and has no other keys.
const ENTRIES = Object.entries(SETTINGS) as [SettingKey, SettingNames & SettingText][];
const SHORT = new Map(ENTRIES.flatMap(([key, { short }]) => (short === undefined ? [] : [[short, key] as const])));
const LONG = new Map(ENTRIES.flatMap(([key, { long }]) => long.map((name) => [name, key] as const)));

/** A setting as `doc` and the reference page show it. */
export interface SettingDoc extends SettingText {
  /** The name to write where it is a setting everywhere; undefined if there is none of ours. */
  readonly name: string | undefined;
  /** The name that is a setting in the inventory file only. */
  readonly short: string | undefined;
  readonly ansibleNames: readonly string[];
}

/** All settings of connections. */
export const SETTING_DOCS: readonly SettingDoc[] = [
  ...ENTRIES.map(([, { short, long, type, fallback, description }]) => ({
    name: long.find((name) => name.startsWith("ssh_")),
    short,
    ansibleNames: long.filter((name) => name.startsWith("ansible_")),
    ...{ type, fallback, description },
  })),
  {
    name: "address",
    short: undefined,
    ansibleNames: [],
    type: "a host name or an IP address",
    fallback: "`ssh_host`, else the host's name",
    description: "What templates use for the host (`hostvars[name].address`). It is also a variable.",
  },
  {
    name: "service_address",
    short: undefined,
    ansibleNames: [],
    type: "a host name or an IP address",
    fallback: "`address`",
    description: "The address for traffic among the hosts. It is also a variable.",
  },
  {
    name: undefined,
    short: GROUP_PRIORITY,
    ansibleNames: [GROUP_PRIORITY],
    type: "a number",
    fallback: "1",
    description: "Of a group: which of several groups at one depth takes precedence, the one with the highest.",
  },
];

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
