import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import pLimit from "p-limit";
import { LabError } from "../lab-error.ts";
import { must } from "./process.ts";
import { say } from "../say.ts";
import { asRoot, canBeRoot, runAsRoot } from "./root.ts";

/** A program or file that the lab needs, and the Debian package that brings it. */
export interface Need {
  readonly file: string;
  readonly package: string;
}

export const ENGINE_NEEDS: readonly Need[] = [{ file: "dockerd", package: "docker.io" }];
export const LAB_NEEDS: readonly Need[] = [
  { file: "docker", package: "docker.io" },
  { file: "mmdebstrap", package: "mmdebstrap" },
  { file: "docker-registry", package: "docker-registry" },
  { file: "ssh", package: "openssh-client" },
  { file: "ip", package: "iproute2" },
  { file: "iptables", package: "iptables" },
  { file: "/usr/share/keyrings/debian-archive-keyring.gpg", package: "debian-archive-keyring" },
];
export const MAVEN_NEEDS: readonly Need[] = [
  { file: "mvn", package: "maven" },
  { file: "java", package: "default-jdk-headless" },
];
export const SSHD_NEEDS: readonly Need[] = [{ file: "sshd", package: "openssh-server" }];
export const PIP_NEEDS: readonly Need[] = [{ file: "pip3", package: "python3-pip" }];
export const GO_NEEDS: readonly Need[] = [{ file: "go", package: "golang-go" }];

/** Packages that start a service when they are installed, and its unit. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ["docker-registry", "docker-registry"],
  ["openssh-server", "ssh"],
]);

/** System programs are looked for beside the PATH, too: an ordinary user's often lacks the sbin folders. */
const SYSTEM_FOLDERS = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

/** The packages to install, each once, in the order of the needs. */
export function missingPackages(needs: readonly Need[], has: (file: string) => boolean = isThere): string[] {
  return [...new Set(needs.filter((need) => !has(need.file)).map((need) => need.package))];
}

function isThere(file: string): boolean {
  if (file.startsWith("/")) return existsSync(file);
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...SYSTEM_FOLDERS];
  return folders.some((folder) => existsSync(join(folder, file)));
}

/** apt holds its lock, and a package that another one is installing is found afterwards. */
const oneByOne = pLimit(1);

/** Installs what is missing; refuses at once, naming the command, where that takes rights that are not to be had. */
export const ensurePackages = (needs: readonly Need[]): Promise<readonly string[]> =>
  oneByOne(() => installMissing(needs));

async function installMissing(needs: readonly Need[]): Promise<readonly string[]> {
  const packages = missingPackages(needs);
  if (packages.length === 0) return [];
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...packages].join(" ");
  say(`missing packages: ${packages.join(" ")}`);
  if (!isThere("apt-get") || !(await canBeRoot())) {
    throw new LabError(`These packages are needed, and installing them takes root. As root, run: ${install}`);
  }
  say(`running: ${install}`);
  await aptInstall(packages);
  return packages;
}

/** Whether this process has read the archives' lists. */
let listsAreFresh = false;

async function aptInstall(packages: readonly string[]): Promise<void> {
  if (!listsAreFresh) await runAsRoot(["apt-get", "update", "-q"]);
  listsAreFresh = true;
  const quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y"] as const;
  await must(asRoot([...quiet, "--no-install-recommends", ...packages]));
  // Only the programs are wanted: what a package starts of its own would be one server more on this machine.
  const services = packages.flatMap((name) => SERVICES.get(name) ?? []);
  if (services.length > 0 && hasSystemd()) await runAsRoot(["systemctl", "disable", "--now", ...services]);
}

/** Whether systemd is this machine's init system. */
export function hasSystemd(): boolean {
  return existsSync("/run/systemd/system");
}
