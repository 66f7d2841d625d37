import { entry, faultsOf, near, type Catalogue } from "../define.ts";

/** What can be wrong with hosts, groups and how they are reached. */
export const inventoryErrors = {
  "inventory/missing-file": entry<{ path: string; existing?: string | undefined }>(
    ({ path }) => `The inventory ${path} does not exist.`,
    ({ existing }) => {
      if (existing !== undefined) return `To use ${existing}, name it with -i.`;
      return "Write one like the example above, or name another with -i.";
    },
  ),
  "inventory/format": entry<{ path: string; format: string; expected?: string; hint: string }>(
    ({ path, format, expected = "only YAML, INI and programs are read" }) =>
      `The inventory ${path} is ${format}, but ${expected}.`,
    ({ hint }) => hint,
  ),
  "inventory/program": entry<{ path: string; problem: string; hint: string }>(
    ({ path, problem }) => `The inventory ${path} cannot be used: ${problem}.`,
    ({ hint }) => hint,
  ),
  "inventory/ignored-file": entry<{ path: string }>(
    ({ path }) => `${path} is not read: in a folder, as in Ansible, files that end with .ini are ignored.`,
    () => "Remove the ending .ini from its name, or name the file itself with -i.",
  ),
  "inventory/ini-syntax": entry<{ problem: string; hint: string }>(
    ({ problem }) => `${problem}.`,
    ({ hint }) => hint,
  ),
  "inventory/ini-comment": entry<object>(
    () => "The rest of this line is not read: as in Ansible, `#` begins a comment, even inside a value.",
    () => "If the `#` belongs to the value, write the value in quotes. If it begins a comment, put a blank before it.",
  ),
  "inventory/not-a-group": entry<{ problem: string; hint: string }>(
    ({ problem }) => `${problem}.`,
    ({ hint }) => hint,
  ),
  "inventory/no-hosts": entry<{ path: string }>(
    ({ path }) => `The inventory ${path} contains no hosts.`,
    () => "List hosts under `hosts:` of `all:` or of another group.",
  ),
  "inventory/bad-range": entry<{ name: string }>(
    ({ name }) => `\`${name}\` is not a range of host names.`,
    ({ name }) =>
      /\[0\d+:\d/.test(name)
        ? "Write both ends with equally many digits, as in [01:50], the lower end first, with at most 10000 names."
        : "Write a range as [1:50], [01:50], [1:50:2] or [a:f], the lower end first, with at most 10000 names.",
  ),
  "inventory/bad-host-name": entry<{ name: string; instead: string | undefined }>(
    ({ name }) => `${JSON.stringify(name)} cannot be the name of a host.`,
    ({ instead }) =>
      instead === undefined
        ? "Use letters, digits, `.`, `_` and `-`, but no `-` at the start, and at most 200 characters. Write an address under `address:`."
        : `Write \`${instead}\`.`,
  ),
  "inventory/bad-group-name": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `${JSON.stringify(name)} cannot be the name of a group.`,
    ({ near: other }) =>
      other === undefined
        ? "Use letters, digits, `.`, `_` and `-`, but no `-` at the start, and at most 200 characters."
        : `Write \`${other}\`.`,
  ),
  "inventory/host-and-group": entry<{ name: string }>(
    ({ name }) => `\`${name}\` is the name of both a host and a group.`,
    () => "Rename one of them: a pattern could mean either.",
  ),
  "inventory/group-cycle": entry<{ chain: readonly string[] }>(
    ({ chain }) => `These groups contain each other: ${chain.join(" → ")}.`,
    () => "Remove one of them from the children of another.",
  ),
  "inventory/group-priority": entry<{ group: string }>(
    ({ group }) => `The ansible_group_priority of ${group} is not a whole number.`,
    () => "Write a number such as 10; the group with the highest takes precedence, and the default is 1.",
  ),
  "inventory/unknown-pattern": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The inventory has no host or group \`${name}\`.`,
    ({ name, near: other }) =>
      name === "localhost"
        ? "For this machine, add the host `localhost` with `connection: local` to the inventory."
        : near(other, "List the hosts of each play with `--list-hosts`."),
  ),
  "inventory/unknown-delegate": entry<{ name: string; near: string | undefined; group: readonly string[] | undefined }>(
    ({ name, group }) =>
      group
        ? `\`${name}\` is a group: a task is delegated to one host.`
        : `The inventory has no host \`${name}\` to delegate to.`,
    ({ name, near: other, group }) =>
      group
        ? `Write the name of a host, e.g. \`delegate_to: ${group[0] ?? "localhost"}\` or \`delegate_to: !cel groups["${name}"][0]\`.`
        : near(other, "Add the host to the inventory, or write `localhost` for this machine."),
  ),
  "inventory/empty-pattern": entry<object>(
    () => "The pattern names no hosts.",
    () => "Write a group, a host, or `all`.",
  ),
  "inventory/computed-hosts": entry<{ cause: string }>(
    ({ cause }) => `The hosts of the play are not known before the run: ${cause}.`,
    () =>
      "Set the variable with -e, in group_vars/all.yaml or in the play: before the run, only what is the same for all hosts is known.",
  ),
  "inventory/incomplete-pattern": entry<{ sign: string }>(
    ({ sign }) =>
      `The pattern has \`${sign}\` without a ${sign.endsWith("~") ? "regular expression" : "host or group"}.`,
    ({ sign }) =>
      `Write a ${sign.endsWith("~") ? "regular expression" : "host or group"} after \`${sign}\`, or remove the \`${sign}\`. If the name comes from a variable of the shell, the variable is empty.`,
  ),
  "inventory/range-as-glob": entry<{ base: string; written: string; glob: string }>(
    ({ base, written }) =>
      `The inventory has no host or group \`${base}\`, so \`${written}\` chooses none of its hosts.`,
    ({ glob }) => `For the hosts whose names have these numbers, write \`${glob}\`.`,
  ),
  "inventory/no-such-member": entry<{ base: string; written: string; count: number }>(
    ({ base, written, count }) =>
      `\`${base}\` has ${count === 1 ? "one host" : `${count} hosts`}, so \`${base}${written}\` does not exist.`,
    ({ base, count }) =>
      count === 0
        ? `Add hosts to \`${base}\`, or remove the brackets.`
        : `Write a number from 0 to ${count - 1}, or from -1, the last host, to -${count}. A range such as [0:2] includes both ends.`,
  ),
  "inventory/bad-regular-expression": entry<{ written: string; problem: string; hint: string }>(
    ({ written, problem }) => `\`~${written}\` is not a valid regular expression: ${problem}.`,
    ({ hint }) => hint,
  ),
  "inventory/empty-limit": entry<object>(
    () => "The limit matches no host.",
    () => "Name hosts or groups after --limit, or omit it to run on all hosts of the plays.",
  ),
  "inventory/missing-limit-file": entry<{ path: string }>(
    ({ path }) => `The limit file ${path} does not exist.`,
    () => "Name a file with one host or group per line.",
  ),
  "inventory/empty-address": entry<{ host: string }>(
    ({ host }) => `The address of ${host} is empty.`,
    () => "Write the host's name or IP address; a value in .env must follow the `=`.",
  ),
  "inventory/empty-setting": entry<{ host: string; setting: string }>(
    ({ host, setting }) => `The ${setting} of ${host} is empty.`,
    ({ setting }) => `Write a value after \`${setting}:\`, or remove the line.`,
  ),
  "inventory/undefined-address": entry<{ host: string; name: string; setting: string; isSetting: boolean }>(
    ({ host, name, setting, isSetting }) =>
      isSetting
        ? `The ${setting} of ${host} comes from \`${name}\`, which is a connection setting and not a variable.`
        : `The ${setting} of ${host} comes from \`${name}\`, which is not defined.`,
    ({ name, isSetting }) => {
      if (isSetting) return "Write the value itself, or define a variable of another name and use it in both places.";
      return /^[A-Z][A-Z0-9_]*$/.test(name)
        ? `Write ${name}=… into .env in the project's folder.`
        : `Define \`${name}\` in the inventory, or set it with -e.`;
    },
  ),
  "inventory/bad-setting": entry<{
    host: string;
    setting: string;
    expected: string;
    found: string;
    hint: string | undefined;
  }>(
    ({ host, setting, expected, found }) =>
      `The connection of ${host} cannot use this ${setting}: it must be ${expected}, but is ${found}.`,
    ({ setting, expected, hint }) => hint ?? `Set ${setting} to ${expected}.`,
  ),
  "inventory/same-address": entry<{ host: string; other: string; address: string }>(
    ({ host, other, address }) => `${host} and ${other} are the same server: ${address}.`,
    () => "Give each its own address and port, or keep one host and put it into both groups.",
  ),
  "inventory/jump-loop": entry<{ host: string; hops: readonly string[] }>(
    ({ hops }) => `The way through jump hosts is a loop: ${hops.join(" → ")}.`,
    ({ host }) => `Write \`ssh_jump: none\` for ${host}, if it is reached directly.`,
  ),
  "inventory/local-jump": entry<{ host: string; jump: string }>(
    ({ host, jump }) => `${host} cannot be reached through ${jump}, whose \`connection\` is local.`,
    () => "Write the name of a server, or `ssh_jump: none` to connect directly.",
  ),
  "inventory/missing-key": entry<{ host: string; path: string }>(
    ({ host, path }) => `The private key of ${host}, ${path}, does not exist.`,
    () => "Correct the path, or omit the setting to use the SSH agent and the default keys.",
  ),
  "inventory/unreadable-key": entry<{ host: string; path: string; reason: string }>(
    ({ host, path, reason }) => `The private key of ${host}, ${path}, cannot be read: ${reason}.`,
    () => "Use a file that you own, with mode 0600.",
  ),
  "inventory/env-syntax": entry<{ problem: string }>(
    ({ problem }) => `This line of .env is not NAME=VALUE: ${problem}.`,
    () => "Write NAME=VALUE, with the value in quotes if it contains blanks. Begin a comment with #.",
  ),
  "inventory/setting-twice": entry<{ name: string; other: string }>(
    ({ name, other }) => `\`${name}\` and \`${other}\` are the same setting, with different values.`,
    ({ name, other }) => `Keep \`${name}\` or \`${other}\`.`,
  ),
  "inventory/unknown-setting": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `\`${name}\` is not a connection setting, and nothing reads it.`,
    ({ near: other }) => near(other, "Remove it, or define a variable that does not begin with ansible_."),
  ),
  "inventory/misspelt-setting": entry<{ name: string; near: string }>(
    ({ name }) => `\`${name}\` is not a connection setting.`,
    ({ near: other }) => near(other, ""),
  ),
  "inventory/unsupported-setting": entry<{ name: string; hint: string }>(
    ({ name }) => `\`${name}\` is not supported.`,
    ({ hint }) => hint,
  ),
  "inventory/unused-setting": entry<{ name: string; hint: string }>(
    ({ name }) => `\`${name}\` has no effect.`,
    ({ hint }) => hint,
  ),
  "inventory/setting-as-variable": entry<{ name: string; instead: string }>(
    ({ name }) =>
      `Only in an inventory file in YAML is \`${name}\` a connection setting: here it is a variable that nothing reads.`,
    ({ instead }) => `For the connection, write \`${instead}\`.`,
  ),
  "inventory/setting-elsewhere": entry<{ name: string; isBecome: boolean }>(
    ({ name }) => `\`${name}\` is a connection setting, which has no effect here.`,
    ({ name, isBecome }) =>
      isBecome
        ? `Write \`${name.replace("ansible_", "")}\` on the play or the task.`
        : "Write it in the inventory, in group_vars/ or in host_vars/, or set it with -e.",
  ),
  "inventory/unread-setting": entry<{ name: string; instead: string }>(
    ({ name }) =>
      `The variable \`${name}\` does not affect the connection, because a playbook or role sets it, and nothing reads it.`,
    ({ instead }) =>
      instead.startsWith("ssh_")
        ? `For the connection, write \`${instead}\` in the inventory, in group_vars/ or in host_vars/, or set it with -e.`
        : instead === "ansible_connection"
          ? "For the connection, write `connection` in the inventory."
          : `Write \`${instead.replace("ansible_", "")}\` on the play or the task, not under its \`vars\`.`,
  ),
  "inventory/ansible-cfg": entry<{ instead: readonly string[] }>(
    () => "The project's ansible.cfg is not read.",
    ({ instead }) =>
      instead.length === 0
        ? "Nothing needs to be done: it contains no settings."
        : `Instead of its settings: ${instead.join("; ")}.`,
  ),
  "inventory/unread-folder": entry<{ path: string; to: string }>(
    ({ path }) => `${path}/ is not read, because neither an inventory nor a playbook is next to it.`,
    ({ to }) => `Move its files to ${to}/.`,
  ),
  "inventory/two-vars-folders": entry<{ folder: string; other: string }>(
    ({ folder, other }) =>
      `The playbooks of this run are in ${folder} and ${other}, which both have variables of groups or hosts.`,
    () => "Run these playbooks one after the other, or keep the variables next to the inventory.",
  ),
  "inventory/unused-vars": entry<{ path: string; kind: "group" | "host"; near: string | undefined }>(
    ({ path, kind }) => `${path} matches no ${kind} of the inventory, so it is ignored.`,
    ({ kind, near: other }) => near(other, `Rename it to the name of a ${kind}, or remove it.`),
  ),
} as const satisfies Catalogue;

export const inventoryFault = faultsOf(inventoryErrors);
