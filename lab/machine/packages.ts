import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import pLimit from "p-limit";
import { LabError } from "../lab-error.ts";
import { must } from "./process.ts";
import { report } from "../progress.ts";
import { asRoot, canBeRoot, runAsRoot } from "./root.ts";

/** A program or file that the lab needs, and the Debian package that contains it. */
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
/** Shells and tools of other hosts, with which the contract suite runs too. */
export const VARIANT_NEEDS: readonly Need[] = [
  { file: "/bin/busybox", package: "busybox" },
  { file: "/bin/mksh", package: "mksh" },
  { file: "/usr/bin/gawk", package: "gawk" },
  { file: "/usr/bin/mawk", package: "mawk" },
  { file: "/usr/lib/cargo/bin/coreutils", package: "rust-coreutils" },
];
export const PIP_NEEDS: readonly Need[] = [{ file: "pip3", package: "python3-pip" }];
export const GO_NEEDS: readonly Need[] = [{ file: "go", package: "golang-go" }];

/** Packages that start a service when they are installed, and its unit. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ["docker-registry", "docker-registry"],
  ["openssh-server", "ssh"],
]);

/** Searched in addition to the PATH, which often lacks them for an ordinary user. */
const SYSTEM_FOLDERS = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

/** The packages to install, each once, in the order of the needs. */
export function missingPackages(needs: readonly Need[], has: (file: string) => boolean = exists): string[] {
  return [...new Set(needs.filter((need) => !has(need.file)).map((need) => need.package))];
}

function exists(file: string): boolean {
  if (file.startsWith("/")) return existsSync(file);
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...SYSTEM_FOLDERS];
  return folders.some((folder) => existsSync(join(folder, file)));
}

/** One installation at a time, because apt locks. A later one finds what an earlier one installed. */
const oneByOne = pLimit(1);

/** Installs missing packages. Without root's rights it throws a LabError that contains the command. */
export const ensurePackages = (needs: readonly Need[]): Promise<readonly string[]> =>
  oneByOne(() => installMissing(needs));

async function installMissing(needs: readonly Need[]): Promise<readonly string[]> {
  const packages = missingPackages(needs);
  if (packages.length === 0) return [];
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...packages].join(" ");
  report(`missing packages: ${packages.join(" ")}`);
  if (!exists("apt-get") || !(await canBeRoot())) {
    throw new LabError(`Packages are missing, and only root can install them. As root, run: ${install}`);
  }
  report(`running: ${install}`);
  await aptInstall(packages);
  return packages;
}

/** Whether this process has already updated the package lists. */
let listsAreFresh = false;

async function aptInstall(packages: readonly string[]): Promise<void> {
  if (!listsAreFresh) await runAsRoot(["apt-get", "update", "-q"]);
  listsAreFresh = true;
  const quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y"] as const;
  await must(asRoot([...quiet, "--no-install-recommends", ...packages]));
  // The lab needs only the programs. The services that packages start would be further servers on this machine.
  const services = packages.flatMap((name) => SERVICES.get(name) ?? []);
  if (services.length > 0 && hasSystemd()) await runAsRoot(["systemctl", "disable", "--now", ...services]);
}

/** Whether systemd is this machine's init system. */
export function hasSystemd(): boolean {
  return existsSync("/run/systemd/system");
}
