import { mkdir, writeFile } from "node:fs/promises";
import { hostOf, type Login } from "../host/sshd.ts";

/** A task that loops over numbers. */
export interface Loop {
  readonly name: string;
  /** Its lines in a playbook, for a folder on the host that exists. */
  readonly lines: (place: string) => readonly string[];
}

export const LOOPS: readonly Loop[] = [
  {
    name: "`file`, folders",
    lines: (place) => [`file: { path: "${place}/{{ item }}", state: directory, mode: "0755" }`],
  },
  {
    name: "`copy`, short files",
    lines: (place) => [`copy: { dest: "${place}/{{ item }}", content: "number {{ item }}\\n" }`],
  },
  {
    name: "`command` with `creates`",
    lines: (place) => [`command: { cmd: "touch ${place}/{{ item }}", creates: "${place}/{{ item }}" }`],
  },
];

/** Writes a project whose one task loops so many times on the host of the login. */
export async function writeLoop(
  folder: string,
  { loop, items, place, login }: { loop: Loop; items: number; place: string; login: Login },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/inventory.yaml`, JSON.stringify({ all: { hosts: { target: hostOf(login) } } }));
  const numbers = JSON.stringify(Array.from({ length: items }, (_, index) => `n${index}`));
  const lines = ["name: Loop", ...loop.lines(place), `loop: ${numbers}`];
  const task = `    - ${lines.join("\n      ")}\n`;
  await writeFile(`${folder}/play.yaml`, `- hosts: all\n  gather_facts: false\n  tasks:\n${task}`);
}
