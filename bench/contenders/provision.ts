import { writeFile } from "node:fs/promises";
import { timed } from "../process.ts";
import type { Assignment, Contender } from "./contender.ts";
import { writePlaybook } from "./yaml-tasks.ts";

/** The program as a user starts it. */
export async function provision({ pieces, login, folder }: Assignment, program: string): Promise<Contender> {
  await writePlaybook(folder, pieces, { suffix: ".hbs" });
  const host = {
    address: login.address,
    ssh_port: login.port,
    ssh_user: login.user,
    ssh_private_key_file: login.keyFile,
    ssh_known_hosts_file: login.knownHosts,
  };
  await writeFile(`${folder}/inventory.yaml`, JSON.stringify({ all: { hosts: { target: host } } }, null, 2));
  const argv = [process.execPath, program, "play.yaml"] as const;
  return { name: "provision", run: () => timed({ argv, cwd: folder }) };
}
