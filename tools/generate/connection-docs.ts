import { SETTING_DOCS } from "../../src/inventory/setting-names.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

/** The page of all connection settings of the inventory. */
export function connectionDoc(): GeneratedFile {
  const code = (name: string) => `\`${name}\``;
  const rows = SETTING_DOCS.map(({ name, short, ansibleNames, type, fallback, description }) => [
    name === undefined ? "" : code(name),
    short === undefined ? "" : code(short),
    ansibleNames.map(code).join(", "),
    prose(description),
    prose(type),
    prose(fallback),
  ]);
  const lines = [
    "# Connection settings",
    "",
    "Settings of hosts and groups in the inventory. [The inventory](../inventory.md#connection-settings) says where they may stand.",
    "",
    ...table(["setting", "in the inventory file also", "Ansible's names", "what it is", "value", "default"], rows),
    "",
    "```yaml",
    "web:",
    "  vars: { ssh_user: deploy, become: true }",
    "  hosts:",
    "    web1: { ssh_host: 192.0.2.11 }",
    "    web2: { ssh_host: 192.0.2.12, ssh_port: 2222 }",
    "```",
  ];
  return { path: "docs/reference/connection.md", text: page(lines) };
}
