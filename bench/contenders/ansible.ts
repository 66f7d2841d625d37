import { writeFile } from "node:fs/promises";
import { spent } from "../process.ts";
import type { Assignment, Contender, Target } from "./contender.ts";
import type { Peers } from "./peers.ts";
import { writePlaybook } from "./yaml-tasks.ts";

/** Ansible with pipelining, its setting for fewer round trips, or with mitogen in place of its own connections. */
export async function ansible(
  { pieces, targets, folder }: Assignment,
  peers: Peers,
  mitogen: boolean,
): Promise<Contender> {
  const playbook = await writePlaybook(folder, pieces, { suffix: ".j2", play: { gather_facts: false } });
  const inventory = `${folder}/inventory.json`;
  await writeFile(inventory, JSON.stringify({ all: { hosts: hostsOf(targets, peers.python) } }));
  await writeFile(`${folder}/ansible.cfg`, configuration(folder, mitogen ? peers.mitogen : undefined));
  const env = {
    ANSIBLE_CONFIG: `${folder}/ansible.cfg`,
    ANSIBLE_HOME: `${folder}/home`,
    LC_ALL: "C.UTF-8",
  };
  const argv = [peers.ansiblePlaybook, "-i", inventory, playbook] as const;
  return { name: mitogen ? "Ansible, mitogen" : "Ansible", peer: true, run: () => spent({ argv, cwd: folder, env }) };
}

function hostsOf(targets: readonly Target[], python: string): Readonly<Record<string, unknown>> {
  const hosts = targets.map(({ name, login, place }) => {
    const host = {
      ansible_host: login.address,
      ansible_port: login.port,
      ansible_user: login.user,
      ansible_ssh_private_key_file: login.keyFile,
      ansible_ssh_common_args: `-o UserKnownHostsFile=${login.knownHosts}`,
      ansible_python_interpreter: python,
      place,
    };
    return [name, host] as const;
  });
  return Object.fromEntries(hosts);
}

/** Ansible's defaults, except that all hosts run at once, and that the connections that it leaves open end soon. */
function configuration(folder: string, mitogen: string | undefined): string {
  const strategy = mitogen === undefined ? [] : [`strategy_plugins = ${mitogen}`, "strategy = mitogen_linear"];
  return [
    "[defaults]",
    `remote_tmp = ${folder}/remote`,
    "forks = 20",
    ...strategy,
    "[ssh_connection]",
    `control_path_dir = ${folder}/cp`,
    "ssh_args = -C -o ControlMaster=auto -o ControlPersist=5s",
    "pipelining = True",
    "",
  ].join("\n");
}
