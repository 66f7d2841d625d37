import type { LabHost } from "./host.ts";
import { LABEL, NETWORK, SHARED_VOLUME } from "../settings.ts";

/** What a host's container needs to know about the machine and the lab. */
export interface HostContext {
  /** The hosts whose names it can resolve; may include itself. */
  readonly others: readonly LabHost[];
  readonly capabilities: readonly string[];
  readonly cgroupVersion: string;
  readonly resolvConf: string;
  /** Ports published on the machine's loopback address under the same number. */
  readonly pages: readonly number[];
}

/** On version 1 of control groups, systemd starts only with these settings, which it reads from the environment. */
const LEGACY_CGROUPS = "systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1";

/** The arguments of `docker run` for a container that acts as a server with its own init system and container engine. */
export function runArguments(host: LabHost, context: HostContext): string[] {
  return [
    ...identityArguments(host, context),
    ...capabilityArguments(context),
    ...storageArguments(),
    ...lifecycleArguments(context),
  ];
}

function identityArguments(host: LabHost, { others, pages }: HostContext): string[] {
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

/** `--privileged` would be shorter, but fails if the machine itself lacks a capability. */
function capabilityArguments({ capabilities }: HostContext): string[] {
  return [
    ...capabilities.flatMap((name) => ["--cap-add", name]),
    ...["--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"],
    ...["--cgroupns", "private", "--device-cgroup-rule", "a *:* rwm"],
  ];
}

/** The nested engine's layers need a file system other than overlay. An unnamed volume is removed with its container. */
function storageArguments(): string[] {
  const mounts = ["--tmpfs", "/run", "--tmpfs", "/run/lock", "--tmpfs", "/tmp:exec"];
  return [...mounts, "--volume", "/var/lib/docker", "--volume", `${SHARED_VOLUME}:/srv/shared`];
}

/** The stop signal is systemd's. The restart policy turns a reboot inside the host into a restart. */
function lifecycleArguments({ cgroupVersion, resolvConf }: HostContext): string[] {
  return [
    ...["--stop-signal", "SIGRTMIN+3", "--restart", "unless-stopped"],
    ...["--env", "container=docker", "--env", `LAB_RESOLV_CONF=${resolvConf}`],
    ...(cgroupVersion === "1" ? ["--env", `SYSTEMD_PROC_CMDLINE=${LEGACY_CGROUPS}`] : []),
  ];
}
