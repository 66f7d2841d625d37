import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { displayName, readText, type Reading } from "../../load/reading.ts";

type Advice = (value: string) => string;

const write =
  (code: Advice): Advice =>
  (value) =>
    `write \`${code(value)}\``;
const inInventory =
  (name: string): Advice =>
  (value) =>
    `write \`${name}: ${value}\` under \`vars\` in the inventory`;
const isOn = (value: string): boolean => /^(1|true|yes|on)$/i.test(value);
const flagIfOn =
  (flag: string): Advice =>
  (value) =>
    isOn(value) ? `write \`${flag}\`` : "nothing needs to be written";

const HOST_KEYS: Advice = () => "host keys are always checked";
const SSH_ARGS: Advice = () => "options of ssh have no counterpart";

/** What to write instead of a setting of ansible.cfg. Settings that are not listed have no counterpart. */
const ADVICE: ReadonlyMap<string, Advice> = new Map<string, Advice>([
  [
    "inventory",
    write((value) =>
      value
        .split(/\s*,\s*/)
        .map((file) => `-i ${file}`)
        .join(" "),
    ),
  ],
  ["hostfile", write((value) => `-i ${value}`)],
  ["forks", write((value) => `-f ${value}`)],
  ["remote_user", write((value) => `-u ${value}`)],
  ["private_key_file", write((value) => `--private-key ${value}`)],
  ["timeout", write((value) => `--timeout ${value}`)],
  ["remote_port", inInventory("ssh_port")],
  ["transport", inInventory("connection")],
  ["become", flagIfOn("--become")],
  ["become_ask_pass", flagIfOn("-K")],
  ["ask_sudo_pass", flagIfOn("-K")],
  ["become_user", inInventory("become_user")],
  ["become_method", () => "only sudo is used"],
  ["host_key_checking", HOST_KEYS],
  ["roles_path", () => "roles are read from roles/ only"],
  ["collections_path", () => "collections are not read"],
  ["collections_paths", () => "collections are not read"],
  ["library", () => "modules are not read from the project"],
  ["vault_password_file", () => "use `provision secrets` for secrets"],
  ["ask_vault_pass", () => "use `provision secrets` for secrets"],
  ["vault_identity_list", () => "use `provision secrets` for secrets"],
  ["ask_pass", () => "run with --ask-pass"],
  ["ssh_args", SSH_ARGS],
  ["ssh_common_args", SSH_ARGS],
  ["ssh_extra_args", SSH_ARGS],
  ["scp_extra_args", SSH_ARGS],
  ["sftp_extra_args", SSH_ARGS],
  ["hash_behaviour", () => "maps are replaced and never merged"],
]);

/** Warns that the project's ansible.cfg is not read, and says what to write instead of each of its settings. */
export async function warnOfAnsibleCfg(reading: Reading): Promise<void> {
  const file = path.join(reading.root, "ansible.cfg");
  const text = await readText(file, reading);
  if (text === undefined) return;
  const origin = { file: displayName(reading.root, file), line: 1, col: 1 };
  reading.warnings.push(
    inventoryFault("inventory/ansible-cfg", { instead: settingsIn(text).map(adviceFor) }, { origin }),
  );
}

function adviceFor([name, value]: readonly [string, string]): string {
  return `${name}: ${ADVICE.get(name)?.(value) ?? "has no counterpart"}`;
}

/** The settings of an INI file, as it is. Comments begin with `#` or `;`, and after a value with ` ;`. */
function settingsIn(text: string): [string, string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, name, value = ""] = /^([A-Za-z]\w*)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name.toLowerCase(), value.replace(/\s+;.*$/, "").trim()]];
  });
}
