import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { table } from "../markdown.ts";
import { spent, timed } from "../process.ts";

const SERVER = fileURLToPath(new URL("../host/simulated.js", import.meta.url));
/** More hosts need more than one machine to simulate them: each keeps two loops, which start a process every second or two. */
const SIZES = [100, 250, 500];
const TASKS = 30;
const FORKS = 50;
const NOBODY = 65_534;

/** Measures one run of 30 tasks on so many hosts that one process simulates: each has shells of its own. */
export async function sshHosts(program: string, folder: string, quick: boolean): Promise<string> {
  const rows = [];
  for (const count of quick ? SIZES.slice(0, 1) : SIZES) {
    const project = `${folder}/ssh-${count}`;
    await mkdir(project);
    // The hosts' user has to reach their homes.
    for (const path of [folder, project]) await chmod(path, 0o711);
    const hosts = await simulate(project, count);
    try {
      const argv = [process.execPath, program, "play.yaml", "--quiet", "--forks", String(FORKS)] as const;
      const { wall, cpu, mebibytes } = await spent({ argv, cwd: project });
      rows.push([
        `${count.toLocaleString("en")} hosts`,
        `${(wall / 1000).toFixed(1)} s`,
        `${(cpu / 1000).toFixed(1)} s`,
        `${(cpu / count).toFixed(0)} ms`,
        `${mebibytes.toFixed(0)} MiB`,
      ]);
    } finally {
      hosts.kill();
    }
  }
  return [
    "### Many hosts over SSH",
    "",
    `${TASKS} tasks, half of which look at the host, on hosts that one process simulates on the same machine; each has real shells and a lock of its own`,
    `(\`--forks ${FORKS}\`). Processor time and memory are those of provision alone. One run of each:`,
    "",
    table(["", "wall time", "CPU", "CPU per host", "memory"], rows),
  ].join("\n");
}

async function simulate(folder: string, count: number) {
  const [hostKey, userKey] = [`${folder}/host_key`, `${folder}/user_key`];
  for (const file of [hostKey, userKey])
    await timed({ argv: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file] });
  const names = Array.from({ length: count }, (_, index) => `host${index}`);
  for (const name of names) {
    await mkdir(`${folder}/${name}`);
    if (process.getuid?.() === 0) await chown(`${folder}/${name}`, NOBODY, NOBODY);
  }
  const server = spawn(process.execPath, [SERVER, hostKey, folder], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  const port = Number(line.toString());
  const [type = "", key = ""] = (await readFile(`${hostKey}.pub`, "utf8")).split(" ");
  const address = (index: number) => `127.1.${index >> 8}.${index & 255}`;
  const known = names.map((_, index) => `[${address(index)}]:${port} ${type} ${key}\n`);
  await writeFile(`${folder}/known_hosts`, known.join(""));
  const hosts = names.map((name, index) => [name, { address: address(index), ssh_user: name }] as const);
  const vars = { ssh_port: port, ssh_private_key_file: userKey, ssh_known_hosts_file: `${folder}/known_hosts` };
  await writeFile(`${folder}/inventory.yaml`, JSON.stringify({ all: { vars, hosts: Object.fromEntries(hosts) } }));
  const tasks = Array.from({ length: TASKS }, (_, index) =>
    index % 2 === 0
      ? { name: `Look ${index}`, stat: { path: `/etc/file${index}` } }
      : { name: `Say ${index}`, debug: { msg: "{{ inventory_hostname }}" } },
  );
  await writeFile(`${folder}/play.yaml`, JSON.stringify([{ hosts: "all", gather_facts: false, tasks }]));
  return server;
}
