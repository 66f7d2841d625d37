import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logFileOf, runningPid, startDaemon, stopDaemon, waitFor, type Daemon } from "./daemon.ts";
import { LabError } from "../lab-error.ts";
import { ENGINE_NEEDS, ensurePackages, hasSystemd } from "../machine/packages.ts";
import { asRoot, canBeRoot, mustAsRoot, runAsRoot } from "../machine/root.ts";
import { report } from "../progress.ts";
import type { Settings } from "../settings.ts";
import { readEngineOrigin, stateFolder, writeEngineOrigin, type EngineOrigin } from "../state.ts";
import { engineInfo, useRoot, type EngineInfo } from "./docker.ts";
import { KEY_FILE, removeTraces } from "./traces.ts";

const START_MS = 60_000;
const IP_FORWARD = "/proc/sys/net/ipv4/ip_forward";

/** The engine's helper process, which survives a killed engine and prevents the next one from starting. */
const ORPHAN: Daemon = { folder: "/run/docker/containerd", name: "containerd", mark: "/docker/containerd/" };

const daemonOf = (settings: Settings): Daemon => ({ folder: settings.state, name: "dockerd", mark: "dockerd" });

/** Where an engine that the lab starts stores images and hosts. */
const dataRoot = (settings: Settings): string => join(settings.cache, "docker");

/** Returns the running engine, which is used as it is, or starts one. */
export async function ensureEngine(settings: Settings): Promise<EngineInfo> {
  const running = await reachEngine();
  if (running !== undefined) {
    if (readEngineOrigin(settings) === undefined) writeEngineOrigin(settings, { kind: "found" });
    return rejectRootless(running);
  }
  const installed = await ensurePackages(ENGINE_NEEDS);
  if (!(await canBeRoot()))
    throw new LabError("No container engine answers, and only root can start one. Run this as root, or start Docker.");
  if (hasSystemd()) await startUnit(settings, installed);
  else await startProcess(settings);
  const started = await reachEngine();
  if (started === undefined) throw new LabError("The container engine was started but does not answer.");
  return started;
}

/** The engine that answers now. Uses root's rights if this user's do not suffice. */
export async function reachEngine(): Promise<EngineInfo | undefined> {
  const info = await engineInfo();
  if (info !== undefined || !existsSync("/var/run/docker.sock") || !(await canBeRoot())) return info;
  useRoot();
  return engineInfo();
}

function rejectRootless(info: EngineInfo): EngineInfo {
  if (info.SecurityOptions?.some((option) => option.includes("rootless")) !== true) return info;
  throw new LabError(
    "The Docker engine on this machine is rootless and cannot run the lab's servers. Set DOCKER_HOST to another engine.",
  );
}

async function startUnit(settings: Settings, installed: readonly string[]): Promise<void> {
  if (installed.length === 0) {
    throw new LabError("Docker is installed but not running. Start it: systemctl start docker");
  }
  await mustAsRoot(["systemctl", "start", "docker"]);
  writeEngineOrigin(settings, { kind: "unit" });
}

async function startProcess(settings: Settings): Promise<void> {
  const daemon = { ...daemonOf(settings), folder: stateFolder(settings) };
  // A killed engine has already changed the machine, so an earlier record of its original state is kept.
  if (readEngineOrigin(settings)?.kind !== "process") writeEngineOrigin(settings, await machineBefore());
  const pidFile = join(settings.state, "engine.pid");
  await runAsRoot(["rm", "-f", pidFile]);
  await stopDaemon(ORPHAN);
  report("starting a container engine");
  startDaemon(daemon, asRoot(["dockerd", "--data-root", dataRoot(settings), "--pidfile", pidFile]));
  const answers = await waitFor(
    async () => (await reachEngine()) !== undefined || runningPid(daemon) === undefined,
    START_MS,
  );
  if (!answers || runningPid(daemon) === undefined) {
    throw new LabError(`dockerd does not start. Its log is ${logFileOf(daemon)}:\n${tail(logFileOf(daemon))}`);
  }
}

async function machineBefore(): Promise<EngineOrigin> {
  return {
    kind: "process",
    ipForward: readFileSync(IP_FORWARD, "utf8").trim(),
    forwardPolicy: policyIn((await runAsRoot(["iptables", "-S", "FORWARD"])).stdout),
    hadKey: existsSync(KEY_FILE),
  };
}

function policyIn(rules: string): string {
  return /^-P FORWARD (\w+)$/m.exec(rules)?.[1] ?? "ACCEPT";
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-8).join("\n");
}

/** Stops the engine if the lab started it, and restores what it changed on the machine. */
export async function releaseEngine(settings: Settings): Promise<void> {
  const origin = readEngineOrigin(settings);
  if (origin?.kind === "unit") await runAsRoot(["systemctl", "stop", "docker.socket", "docker"]);
  if (origin?.kind !== "process") return;
  if (!(await stopDaemon(daemonOf(settings))))
    throw new LabError("dockerd does not stop. See its log in the state folder.");
  await removeTraces(origin, dataRoot(settings));
}
