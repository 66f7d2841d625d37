import { certainEntry, entry, faultsOf, type Catalogue } from "../define.ts";

/** Faults of modules that manage a target's system: accounts, package sources, settings of the kernel. */
export const systemErrors = {
  "modules/no-program": entry<{ program: string; what: string; install: string }>(
    ({ program, what }) => `The target has no ${program}, so it cannot ${what}.`,
    ({ install }) => `Install it in an earlier task: ${install}.`,
  ),
  "modules/key-is-link": entry<{ path: string }>(
    ({ path }) => `${path} is a symbolic link, which a key does not replace.`,
    () => "Name the file that it leads to, or remove it in an earlier task.",
  ),
  "modules/unread-key": entry<{ path: string; hasPassphrase: boolean }>(
    ({ path, hasPassphrase }) =>
      `${path} has no private key that can be read ${hasPassphrase ? "with this passphrase" : "without a passphrase"}.`,
    () => "Correct `path` or `passphrase`. To replace the file by a new key, set `force: true` for one run.",
  ),
  "modules/plain-key": entry<{ path: string }>(
    ({ path }) => `The key ${path} is not encrypted, although the task has a passphrase.`,
    ({ path }) =>
      `Encrypt it with \`openssl pkey -aes256 -in ${path}\`, or set \`force: true\` for one run to replace it.`,
  ),
  "modules/unusable-key": entry<{ path: string }>(
    ({ path }) => `${path} is not a private key, has a passphrase, or may be read by other users.`,
    () => "Correct its mode, name another path, or set `force: true` to replace it: the old key is then lost.",
  ),
  "modules/not-root": entry<{ what: string }>(
    ({ what }) => `Only root may ${what}.`,
    () => "Use `become: true`, or log in as root.",
  ),
  "modules/id-taken": entry<{ kind: "user" | "group"; id: number; holder: string }>(
    ({ kind, id, holder }) => `The ${kind === "user" ? "uid" : "gid"} ${id} belongs to the ${kind} ${holder} already.`,
    () => "Choose another number, or set `non_unique: true` if both are to have it.",
  ),
  "modules/primary-group": entry<{ group: string; user: string }>(
    ({ group, user }) => `The group ${group} cannot be removed: it is the primary group of the user ${user}.`,
    () => "Remove the user or change its primary group in an earlier task, or set `force: true`.",
  ),
  "modules/no-password": entry<{ user: string }>(
    ({ user }) => `The user ${user} has no password, so it cannot be unlocked.`,
    () => "Give the hash of a password with `password`, or leave out `password_lock: false`.",
  ),
  "modules/no-value": entry<{ argument: string; state: string }>(
    ({ argument, state }) => `\`${argument}\` is missing, which \`state: ${state}\` needs.`,
    ({ argument }) => `Add \`${argument}\`.`,
  ),
  "modules/no-parameter": entry<{ name: string }>(
    ({ name }) => `The target's kernel has no parameter ${name}.`,
    () => "Correct the name, load the kernel module that brings it in an earlier task, or set `ignoreerrors: true`.",
  ),
  "modules/no-kernel-module": entry<{ name: string }>(
    ({ name }) => `The target's kernel has no module ${name}.`,
    () => "Correct the name, or install the package that brings it in an earlier task.",
  ),
  "modules/no-time-zone": entry<{ name: string }>(
    ({ name }) => `The target knows no time zone ${name}.`,
    () => "Correct the name, or install the package tzdata (tzdata-legacy for old names) in an earlier task.",
  ),
  "modules/no-components": entry<{ suite: string }>(
    ({ suite }) => `The suite ${suite} needs \`components\`.`,
    () => "Add them, such as `components: [main]`; only a folder, which ends in a slash, has none.",
  ),
  "modules/key-not-fetched": entry<{ url: string; status: number }>(
    ({ url, status }) => `The target could not fetch the key ${url} (exit status ${status}).`,
    () => "See the lines above, correct the URL, or let an earlier task install ca-certificates.",
  ),
  "modules/no-key": entry<{ url: string }>(
    ({ url }) => `${url} does not answer with a public key of OpenPGP.`,
    () => "Correct the URL; many repositories offer the key under another name.",
  ),
  "modules/no-firewall-chain": entry<{ chain: string; table: string }>(
    ({ chain, table }) => `The firewall's table ${table} has no chain ${chain}.`,
    ({ chain }) => `Create it in an earlier task: \`iptables: {chain: ${chain}, chain_management: true}\`.`,
  ),
  "modules/key-id-alone": certainEntry<{ id: string }>(
    ({ id }) => `${id} is the end of a fingerprint, which is not enough to trust a key.`,
    () => "Give the key's path on the target or its URL as `key`, and the fingerprint as `fingerprint`.",
  ),
  "modules/no-key-file": entry<{ path: string }>(
    ({ path }) => `The target has no file ${path} with a key.`,
    () => "Bring it there in an earlier task, for example with `copy`, or correct `file`.",
  ),
  "modules/other-key": entry<{ from: string; id: string }>(
    ({ from, id }) => `The key from ${from} does not have the id ${id}.`,
    () => "Correct `id`, or find out why the key is another one. Do not trust it before.",
  ),
  "modules/unreadable-keys": entry<{ path: string }>(
    ({ path }) => `${path} cannot be read as a file of keys: it is not readable, or larger than 1 MiB.`,
    () => "Use `become: true`, or remove the file if it has no keys.",
  ),
  "modules/not-mounted": entry<{ path: string }>(
    ({ path }) => `Nothing is mounted on ${path}.`,
    () => "Correct `path`, or use `state: mounted`.",
  ),
  "modules/no-mount-point": entry<{ path: string }>(
    ({ path }) => `${path} is neither a folder nor a file, so nothing can be mounted on it.`,
    () => "Correct `path`, or remove what is there in an earlier task.",
  ),
  "modules/no-requirements": entry<{ path: string }>(
    ({ path }) => `The target has no file of requirements ${path}.`,
    () => "Bring it there in an earlier task, for example with `copy`, or correct `requirements`.",
  ),
  "modules/python-package": entry<{ name: string }>(
    ({ name }) => `\`name\` holds ${JSON.stringify(name)}, which is no package of Python.`,
    () => "Write NAME or NAME==VERSION, or a list of them; options of pip belong into `extra_args`.",
  ),
  "modules/python-version": entry<object>(
    () => "`version` needs a single package without a version of its own in `name`.",
    () => "Write the versions into `name`, as in NAME==VERSION, and leave out `version`.",
  ),
  "modules/managed-python": entry<object>(
    () => "The distribution's package manager manages this Python, so pip does not change it.",
    () =>
      "Use `virtualenv`, the distribution's package, or `break_system_packages: true` if you accept that both may overwrite each other.",
  ),
  "modules/long-answer": entry<object>(
    () => "`value` has a line break, which an answer for debconf cannot have.",
    () => "Write the answer in one line.",
  ),
  "modules/no-alternative": entry<{ path: string }>(
    ({ path }) => `The target has no ${path}, so it cannot be an alternative.`,
    () => "Correct `path`, or install the package that brings it in an earlier task.",
  ),
  "modules/no-locale": entry<{ name: string }>(
    ({ name }) => `The target cannot make the locale ${name}.`,
    () => "Write a name of /usr/share/i18n/SUPPORTED, such as de_DE.UTF-8.",
  ),
  "modules/no-release": entry<{ release: string }>(
    ({ release }) => `The target's package lists have no release ${release}.`,
    () => "Correct `default_release`, or add a source of that release and fetch the lists in earlier tasks.",
  ),
  "modules/no-package-file": entry<{ path: string }>(
    ({ path }) => `The target has no package file ${path}.`,
    () => "Bring it there in an earlier task, for example with `copy` or `get_url`, or correct `deb`.",
  ),
  "modules/bad-package-file": entry<{ path: string }>(
    ({ path }) => `${path} cannot be read as a Debian package.`,
    () => "See the lines above. Correct `deb`, or fetch the file again.",
  ),
  "modules/newer-installed": entry<{ name: string; version: string; now: string }>(
    ({ name, version, now }) => `${name} is installed in version ${now}, which is newer than ${version}.`,
    () => "Name a newer package file, or set `allow_downgrade: true`.",
  ),
  "modules/no-text": entry<{ path: string }>(
    ({ path }) => `${path} cannot be edited: it is not readable, not UTF-8 text, or larger than 1 MiB.`,
    () => "Convert or replace the file, for example with `copy`, or use `become` if only root may read it.",
  ),
  "modules/no-archive": entry<{ path: string }>(
    ({ path }) => `The target has no archive ${path}.`,
    () => "Bring it there in an earlier task, for example with `copy`, or correct `src`.",
  ),
  "modules/archive-format": entry<{ path: string; format: string }>(
    ({ path, format }) =>
      `${path} is ${format === "zip" ? "a zip archive" : "no tar archive"}, which cannot be unpacked.`,
    ({ format }) =>
      format === "zip"
        ? "Pack it as a tar archive, or unpack it with `command: unzip -o ARCHIVE -d FOLDER` and `creates`."
        : "Give a tar archive, plain or compressed with gzip, xz, bzip2 or zstd.",
  ),
  "modules/not-a-copy": entry<{ path: string }>(
    ({ path }) => `${path} cannot become a copy of the repository: it has other files in it, or git refuses to use it.`,
    () =>
      "Name an empty or new folder, remove this one in an earlier task, or use `become_user` if it is another user's.",
  ),
  "modules/git-modified": entry<{ path: string }>(
    ({ path }) => `Files in ${path} were changed since they were checked out.`,
    () => "Commit or undo the changes, or set `force: true` to discard them.",
  ),
  "modules/git-remote": entry<{ repo: string; exit: number }>(
    ({ repo, exit }) => `The repository ${repo} does not answer (exit status ${exit} of git).`,
    () =>
      "See the lines above. For ssh: give `key_file`, and let the target know the host's key, or set `accept_hostkey: true`.",
  ),
  "modules/no-git-version": entry<{ repo: string; version: string }>(
    ({ repo, version }) => `The repository ${repo} has no branch, tag or commit ${version}.`,
    () => "Correct `version`, or push it first.",
  ),
  "modules/archive-unreadable": entry<{ path: string; problem: string }>(
    ({ path, problem }) => `The archive ${path} of the project cannot be unpacked: ${problem}.`,
    () =>
      "Pack it again as a tar archive, plain or compressed with gzip, xz, bzip2 or zstd; or copy it to the target in an earlier task and set `remote_src: true`.",
  ),
  "modules/archive-strange": entry<{ path: string }>(
    ({ path }) =>
      `${path} is not unpacked: it is incomplete, or has members that are not files, folders or links with usual names.`,
    () => "See the lines above, which tar printed when it listed the archive, and pack the archive again without them.",
  ),
  "modules/archive-refused": entry<{ path: string; member: string; why: string }>(
    ({ path, member, why }) => `${path} is not unpacked, because of its member ${member}: ${why}.`,
    () => "Find out who made the archive, and pack it again with relative names and links only.",
  ),
  "modules/no-destination": entry<{ path: string }>(
    ({ path }) => `The archive cannot be unpacked into ${path}: it is not a folder that this user may enter.`,
    ({ path }) => `Create it in an earlier task: \`file: {path: ${path}, state: directory}\`.`,
  ),
  "modules/open-folder": entry<{ path: string }>(
    ({ path }) => `It is not safe to unpack into ${path}: other users may write there, and could lead files elsewhere.`,
    () =>
      "Unpack as the folder's owner (`become_user`), take the permission to write from the others, or set `follow_unsafe_links: true` if you trust these users.",
  ),
  "modules/no-user-systemd": entry<{ user: string }>(
    ({ user }) => `No systemd of the user ${user} runs on the target.`,
    ({ user }) =>
      `Let it run without a login, as root in an earlier task: \`command: {argv: [loginctl, enable-linger, ${user}], creates: /var/lib/systemd/linger/${user}}\`.`,
  ),
  "modules/firewalld-stopped": entry<object>(
    () => "The firewall firewalld does not run on the target, so only permanent settings can be changed.",
    () =>
      "Start it in an earlier task: `service: {name: firewalld, state: started}`; or set `permanent: true`, and `offline: true` beside `immediate`.",
  ),
  "modules/no-request-key": entry<{ path: string }>(
    ({ path }) => `The program openssl cannot make a request with the key ${path}.`,
    () =>
      "Make the key in an earlier task with `openssl_privatekey`, or correct `privatekey_path`, `privatekey_passphrase` and the names and uses.",
  ),
} as const satisfies Catalogue;

export const systemFault = faultsOf(systemErrors);
