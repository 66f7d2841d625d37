/** What to say about a name that is no setting here. An error if hosts would be reached otherwise than the user wants. */
export interface Advice {
  readonly level: "error" | "warning";
  readonly hint: string;
}

/** Advice for a value; undefined if nothing is lost. The value is undefined if it is not known before the run. */
type AdviceFor = (value: string | undefined) => Advice | undefined;

const warn =
  (hint: string): AdviceFor =>
  () => ({ level: "warning", hint });
const harmless: AdviceFor = () => undefined;

const sudoPassword = warn("Remove it, and run with -K, which asks for the password of sudo.");
const timeout = warn("Remove it, and set the time limit of connecting with --timeout.");
const hostKeys = warn(
  "Remove it: host keys are always checked. Name a file of accepted keys with `ssh_known_hosts_file`, or accept those of new hosts with --accept-new-host-keys.",
);
const jump: AdviceFor = (value) => ({ level: "error", hint: `Write \`ssh_jump: ${value ?? "HOST"}\`.` });
const proxyCommand: AdviceFor = (value) => jump(jumpIn(value ?? ""));

const sshArguments: AdviceFor = (value) => {
  if (value?.trim() === "") return undefined;
  if (value !== undefined && /Proxy(Jump|Command)|(^|\s)-[JW]/i.test(value)) return jump(jumpIn(value));
  if (value !== undefined && /StrictHostKeyChecking|UserKnownHostsFile/i.test(value)) return hostKeys(value);
  return { level: "warning", hint: "Remove it: options of ssh are not used. Write them into ~/.ssh/config." };
};

/** The jump hosts in arguments of ssh: of `-J`, ProxyJump, or `ssh -W` in a ProxyCommand. */
function jumpIn(value: string): string | undefined {
  const written =
    /(?:^|[\s"'])-J\s*["']?([^\s"']+)/.exec(value) ??
    /ProxyJump\s*[=\s]\s*["']?([^\s"']+)/i.exec(value) ??
    /\bssh\b(?=.*\s-W\s)(?:.*\s)?([^\s"'-][^\s"'%]*)["']*\s*$/.exec(
      value.replace(/\s-(?:W\s+|[pilFo]\s*)\S+/g, " -W "),
    );
  return written?.[1];
}

/** A setting of which only one value means what provision does. */
const only =
  (supported: RegExp, hint: string): AdviceFor =>
  (value) =>
    value !== undefined && supported.test(value) ? undefined : { level: "error", hint };

/** Ansible's settings that are not supported, and names that could be meant as a setting. */
const UNSUPPORTED: ReadonlyMap<string, AdviceFor> = new Map([
  ...each(sudoPassword, "ansible_become_password", "ansible_become_pass", "ansible_sudo_password", "ansible_sudo_pass"),
  ...each(timeout, "ansible_timeout", "ansible_ssh_timeout", "ansible_connect_timeout", "ssh_timeout"),
  ...each(hostKeys, "ansible_host_key_checking", "ansible_ssh_host_key_checking"),
  ...each(jump, "ssh_proxy_jump", "ssh_jump_host"),
  ...each(proxyCommand, "ssh_proxy_command"),
  ...each(sshArguments, "ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args"),
  ...each(
    sshArguments,
    "ansible_scp_extra_args",
    "ansible_sftp_extra_args",
    "ssh_args",
    "ssh_common_args",
    "ssh_extra_args",
  ),
  ...each(
    only(/^(ansible\.builtin\.)?sudo$/, "Write `ansible_become_method: sudo`, or remove it: only sudo is supported."),
    "ansible_become_method",
  ),
  ...each(only(/^sh$/, "Remove it: only servers with a POSIX shell are supported."), "ansible_shell_type"),
  ...each(warn("Remove it: sudo is run without further options."), "ansible_become_exe", "ansible_become_flags"),
  ...each(warn("Write it under `vars` of the group in the inventory file."), "ansible_group_priority"),
  ...each(
    harmless,
    "ansible_pipelining",
    "ansible_ssh_pipelining",
    "ansible_ssh_transfer_method",
    "ansible_scp_if_ssh",
  ),
  ...each(
    harmless,
    "ansible_remote_tmp",
    "ansible_local_tmp",
    "ansible_async_dir",
    "ansible_shell_executable",
    "ansible_control_path",
  ),
  ...each(harmless, "ansible_ssh_executable", "ansible_ssh_retries", "ansible_ssh_use_tty", "ansible_sftp_batch_mode"),
]);

function each(advice: AdviceFor, ...names: string[]): [string, AdviceFor][] {
  return names.map((name) => [name, advice]);
}

/** Whether a name is known as a setting that is not supported. */
export function isUnsupported(name: string): boolean {
  return UNSUPPORTED.has(name) || INTERPRETER.test(name);
}

/** What to say about a name that `isUnsupported`; undefined if nothing is lost without the setting. */
export function adviceFor(name: string, value: string | undefined): Advice | undefined {
  return UNSUPPORTED.get(name)?.(value);
}

/** Nothing on a server is interpreted but its shell, so which Python is there does not matter. */
const INTERPRETER = /^ansible_\w+_interpreter$/;

/** Names that other tools have for a setting, each with ours. They are warned about in the inventory file, unless something reads them. */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["host", "address"],
  ["ip", "address"],
  ["ip_address", "address"],
  ["remote_user", "ssh_user"],
  ["ssh_username", "ssh_user"],
  ["key_file", "ssh_private_key_file"],
  ["identity_file", "ssh_private_key_file"],
  ["ssh_key", "ssh_private_key_file"],
  ["ssh_key_file", "ssh_private_key_file"],
  ["ssh_private_key", "ssh_private_key_file"],
  ["ssh_identity_file", "ssh_private_key_file"],
  ["ssh_pass", "ssh_password"],
  ["jump_host", "jump"],
  ["proxy_jump", "jump"],
  ["bastion", "jump"],
  ["sudo", "become"],
  ["sudo_user", "become_user"],
]);
