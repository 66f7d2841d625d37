import type { LabHost } from "./host.ts";
import { LABEL, NETWORK, SHARED_VOLUME } from "../settings.ts";

/** What a host's container takes from the machine and the lab around it. */
export interface Surroundings {
  /** The hosts whose names it is to know; itself may be among them. */
  readonly others: readonly LabHost[];
  readonly capabilities: readonly string[];
  readonly cgroupVersion: string;
  readonly resolvConf: string;
  /** Ports published on the machine's loopback address under the same number. */
  readonly pages: readonly number[];
}

/** On version 1 systemd starts only when told to; only the environment reaches it before it looks. */
const LEGACY_CGROUPS = "systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1";

/** The arguments of `docker run` that make a container a server with an init system and a container engine of its own. */
export function runArguments(host: LabHost, surroundings: Surroundings): string[] {
  return [...identity(host, surroundings), ...rights(surroundings), ...storage(), ...life(surroundings)];
}

function identity(host: LabHost, { others, pages }: Surroundings): string[] {
  return [
    ...["--name", host.container, "--hostname", host.name],
    ...["--label", LABEL, "--label", `provision.lab.host=${host.name}`],
    ...["--network", NETWORK, "--ip", host.address],
    ...others
      .filter(({ name }) => name !== host.name)
      .flatMap(({ name, address }) => ["--add-host", `${name}:${address}`]),
    ...pages.flatMap((port) => ["--publish", `127.0.0.1:${port}:${port}`]),
  ];
}

/** `--privileged` would do the same in fewer words, but fails where the machine lacks some capability itself. */
function rights({ capabilities }: Surroundings): string[] {
  return [
    ...capabilities.flatMap((name) => ["--cap-add", name]),
    ...["--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"],
    ...["--cgroupns", "private", "--device-cgroup-rule", "a *:* rwm"],
  ];
}

/** The nested engine's layers need a file system that is no overlay; an unnamed volume goes with its container. */
function storage(): string[] {
  const mounts = ["--tmpfs", "/run", "--tmpfs", "/run/lock", "--tmpfs", "/tmp:exec"];
  return [...mounts, "--volume", "/var/lib/docker", "--volume", `${SHARED_VOLUME}:/srv/shared`];
}

/** The stop signal is systemd's; the restart makes a reboot from inside one. */
function life({ cgroupVersion, resolvConf }: Surroundings): string[] {
  return [
    ...["--stop-signal", "SIGRTMIN+3", "--restart", "unless-stopped"],
    ...["--env", "container=docker", "--env", `LAB_RESOLV_CONF=${resolvConf}`],
    ...(cgroupVersion === "1" ? ["--env", `SYSTEMD_PROC_CMDLINE=${LEGACY_CGROUPS}`] : []),
  ];
}
