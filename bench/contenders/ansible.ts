import { writeFile } from "node:fs/promises";
import { timed } from "../process.ts";
import type { Assignment, Contender, Target } from "./contender.ts";
import { writePlaybook } from "./yaml-tasks.ts";

/** An installed Ansible. */
export interface AnsibleHome {
  readonly folder: string;
  readonly playbookCommand: string;
  readonly python: string;
}

/** Installs Ansible into its own virtual environment. Throws if that fails. */
export async function installAnsible(folder: string): Promise<AnsibleHome> {
  await timed({ argv: ["python3", "-m", "venv", folder] });
  await timed({ argv: [`${folder}/bin/pip`, "install", "-q", "--disable-pip-version-check", "ansible-core"] });
  return { folder, playbookCommand: `${folder}/bin/ansible-playbook`, python: `${folder}/bin/python3` };
}

/** Ansible with its defaults, or with pipelining, its setting for fewer round trips. */
export async function ansible(
  { pieces, targets, folder }: Assignment,
  { playbookCommand, python }: AnsibleHome,
  pipelining: boolean,
): Promise<Contender> {
  const playbook = await writePlaybook(folder, pieces, { suffix: ".j2", play: { gather_facts: false } });
  const inventory = `${folder}/inventory.json`;
  await writeFile(inventory, JSON.stringify({ all: { hosts: hostsOf(targets, python) } }));
  await writeFile(`${folder}/ansible.cfg`, configuration(folder, pipelining));
  const env = { ANSIBLE_CONFIG: `${folder}/ansible.cfg`, ANSIBLE_HOME: `${folder}/home`, LC_ALL: "C.UTF-8" };
  const name = pipelining ? "Ansible, pipelining" : "Ansible";
  return {
    name,
    slow: true,
    run: () => timed({ argv: [playbookCommand, "-i", inventory, playbook], cwd: folder, env }),
  };
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

/** Ansible's defaults, except that the connections that it leaves open end sooner, so that the benchmark leaves none behind. */
function configuration(folder: string, pipelining: boolean): string {
  return [
    "[defaults]",
    `remote_tmp = ${folder}/remote`,
    "[ssh_connection]",
    `control_path_dir = ${folder}/cp`,
    "ssh_args = -C -o ControlMaster=auto -o ControlPersist=15s",
    `pipelining = ${pipelining ? "True" : "False"}`,
    "",
  ].join("\n");
}
