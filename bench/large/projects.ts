import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Writes a project of many hosts: 10,000 in 200 groups with variables, and one play of 50 tasks. */
export async function writeManyHosts(folder: string): Promise<void> {
  const groups = Array.from({ length: 200 }, (_, group) => {
    const hosts = Array.from({ length: 50 }, (_, host) => {
      const number = group * 50 + host;
      return `    host${number}: { address: 10.${number >> 16}.${(number >> 8) & 255}.${number & 255}, number: ${number} }`;
    });
    return [`group${group}:`, `  vars: { zone: z${group % 10}, size: ${group} }`, "  hosts:", ...hosts].join("\n");
  });
  await write(folder, {
    "inventory.yaml": `${groups.join("\n")}\n`,
    "group_vars/all.yaml": "domain: example.org\n",
    "site.yaml": `- name: Site\n  hosts: all\n  tasks:\n${tasks("    ", "site")}`,
  });
}

/** Writes a project of 200 roles with 50 tasks each, and one play with all of them. */
export async function writeManyRoles(folder: string): Promise<void> {
  const roles = Array.from({ length: 200 }, (_, role) => `role${role}`);
  await write(folder, {
    "inventory.yaml": "web: { hosts: { web1: {} } }\n",
    "site.yaml": `- name: Site\n  hosts: all\n  roles: [${roles.join(", ")}]\n`,
    ...Object.fromEntries(roles.map((role) => [`roles/${role}/tasks/main.yaml`, tasks("", role)])),
    ...Object.fromEntries(roles.map((role) => [`roles/${role}/defaults/main.yaml`, `${role}_port: 80\n`])),
    ...Object.fromEntries(
      roles.map((role) => [
        `roles/${role}/handlers/main.yaml`,
        `- name: Restart ${role}\n  service: { name: ${role}, state: restarted }\n`,
      ]),
    ),
  });
}

/** 50 tasks of the kinds that roles have most. */
function tasks(indent: string, of: string): string {
  const kinds = [
    (n: number) => [`name: Create folder ${n} of ${of}`, `file: { path: "/srv/${of}/${n}", state: directory }`],
    (n: number) => [
      `name: Write file ${n} of ${of}`,
      `copy: { dest: "/srv/${of}/f${n}", content: "{{ inventory_hostname }} ${n}\\n" }`,
    ],
    (n: number) => [`name: Run ${n} of ${of}`, `command: echo ${n}`, "register: answer", "changed_when: false"],
    (n: number) => [`name: Check ${n} of ${of}`, `assert: { that: "size(inventory_hostname) > 0" }`, "tags: [check]"],
    (n: number) => [
      `name: Loop ${n} of ${of}`,
      `debug: { msg: "{{ item }}" }`,
      "loop: [a, b, c]",
      `when: inventory_hostname != "x${n}"`,
    ],
  ];
  const written = Array.from({ length: 50 }, (_, n) => kinds[n % kinds.length]?.(n) ?? []);
  return written.map((lines) => `${indent}- ${lines.join(`\n${indent}  `)}\n`).join("");
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}
