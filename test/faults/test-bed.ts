import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { labServer, type LabServer } from "../../lab/api.ts";
import { must, run } from "../../lab/machine/process.ts";
import { startNetwork, type Network } from "./network/network.ts";
import type { Contents } from "./target/files.ts";

export const ROOT = join(import.meta.dirname, "..", "..", "..");
export const PROGRAM = join(ROOT, "bin/provision.js");
/** Belongs to no site. */
const SERVER = "server3";
/** A secret of the project, with characters that JSON and URLs escape. */
const PASSWORD = 'pass"word/of=the&fault%tests';

/** Where trials take place. */
export interface TestBed {
  readonly server: LabServer;
  readonly network: Network;
  /** The project's folder, with an inventory for the server behind the network. */
  readonly project: string;
  readonly home: string;
  readonly scratch: string;
  readonly contents: Contents;
  /** What only a task with `no_log` reads on the server. */
  readonly token: string;
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** Brings the server up and installs Docker on it by the project's own role. */
export async function openTestBed(name = SERVER): Promise<TestBed> {
  const server = await labServer({ name, images: ["node"] });
  const network = await startNetwork({ host: server.address, port: 22 });
  const folder = mkdtempSync(join(tmpdir(), "provision-faults-"));
  const [project, home, scratch] = ["project", "home", "scratch"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [home, scratch]) mkdirSync(made);
  const contents = await makeProject({ server, network, project, home });
  await installDocker(server, project);
  // Another part of the matrix puts its own token on its server meanwhile, by a command line that this machine shows.
  const token = `token/${randomBytes(12).toString("base64")}`;
  return {
    ...{ server, network, project, home, scratch, contents, token, secrets: [PASSWORD, token] },
    async close() {
      network.stop();
      if (!server.existed) await server.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

type Places = Pick<TestBed, "server" | "network" | "project" | "home">;

async function makeProject({ server, network, project, home }: Places): Promise<Contents> {
  cpSync(join(ROOT, "test/faults/project"), project, { recursive: true });
  const [medium, large] = [bytes(200_000, 1), bytes(3_000_000, 2)];
  writeFileSync(join(project, "files/medium.bin"), medium);
  writeFileSync(join(project, "files/large.bin"), large);
  const knownHosts = join(home, "known_hosts");
  const keys = readFileSync(server.knownHostsFile, "utf8")
    .split("\n")
    .filter((line) => line.startsWith(server.address));
  writeFileSync(
    knownHosts,
    keys.map((line) => `[127.0.0.1]:${network.port} ${line.split(" ").slice(1).join(" ")}\n`).join(""),
  );
  const settings = { ssh_private_key_file: server.privateKeyFile, ssh_known_hosts_file: knownHosts };
  writeInventory(join(project, "inventory.yaml"), { ...settings, ssh_host: "127.0.0.1", ssh_port: network.port });
  writeInventory(join(project, "direct.yaml"), {
    ...settings,
    ssh_known_hosts_file: server.knownHostsFile,
    ssh_host: server.address,
    registry_mirrors: [server.mirror],
  });
  await encrypt(project, home);
  const text = (name: string) => readFileSync(join(project, name), "utf8");
  return {
    medium,
    large,
    secretConf: text("templates/secret.conf").replace("{{ faults_password }}", PASSWORD),
    socket: text("files/faults-demo.socket"),
    service: text("files/faults-demo@.service"),
    compose: text("templates/docker-compose.yml").replace("{{ port }}", "18090"),
  };
}

function writeInventory(file: string, settings: Readonly<Record<string, unknown>>): void {
  const target1 = { address: "127.0.0.1", ssh_user: "admin", ...settings };
  writeFileSync(file, stringify({ all: { hosts: { target1 } } }));
}

async function encrypt(project: string, home: string): Promise<void> {
  const file = join(project, "secrets.yaml");
  writeFileSync(file, stringify({ faults_password: PASSWORD }), { mode: 0o600 });
  const env = { HOME: home };
  await must([process.execPath, PROGRAM, "secrets", "keygen"], { cwd: project, env });
  await must([process.execPath, PROGRAM, "secrets", "encrypt", file], { cwd: project, env });
}

/** By the site's role, which pulls from the lab's registry. */
async function installDocker(server: LabServer, project: string): Promise<void> {
  writeFileSync(
    join(project, "docker.yaml"),
    stringify([{ name: "Docker", hosts: "all", become: true, roles: ["docker"] }]),
  );
  cpSync(join(ROOT, "roles/docker"), join(project, "roles/docker"), { recursive: true });
  const outcome = await run([process.execPath, PROGRAM, "docker.yaml", "-i", "direct.yaml"], {
    cwd: project,
    env: { HOME: join(project, "..", "home") },
  });
  if (outcome.code !== 0)
    throw new Error(`Docker cannot be installed on ${server.name}.\n${outcome.stderr}${outcome.stdout}`);
}

/** Bytes that do not compress, the same each time. */
function bytes(count: number, seed: number): Buffer {
  const result = Buffer.alloc(count);
  let state = seed;
  for (let at = 0; at < count; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    result[at] = state >>> 16;
  }
  return result;
}
