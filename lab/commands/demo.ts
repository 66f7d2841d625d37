import { connect } from "node:net";
import { join } from "node:path";
import { docker } from "../engine/docker.ts";
import { addressesOf, type LabHost } from "../servers/host.ts";
import type { ImageChoice } from "../build/image-choice.ts";
import { locked } from "../machine/lock.ts";
import { attach } from "../machine/process.ts";
import { report, secondsSince, timed } from "../progress.ts";
import { PAGES, ROOT, type Settings } from "../settings.ts";
import { bringUp, inventoryFiles } from "../up.ts";

const ANSWER_MS = 2000;
const KAFKA_PORT = 9092;

export interface DemoOptions {
  readonly hosts: readonly string[];
  readonly fresh: boolean;
  readonly images: ImageChoice;
  /** Only Kafka and the sensors, for a machine with little memory. */
  readonly small: boolean;
}

/** Brings the lab up and provisions the site onto it; the exit code is the provisioner's. */
export async function demoCommand(settings: Settings, { small, ...options }: DemoOptions): Promise<number> {
  const siteOrder = {
    ...options,
    images: options.images === true ? ["kafka", "pipeline"] : options.images,
    job: true,
    size: "site",
  } as const;
  const order = small ? ({ ...options, job: false, size: "hosts" } as const) : siteOrder;
  const [main] = await timed("up", () => locked(settings.cache, () => bringUp(settings, order)));
  const part = small ? ["--tags", "docker,kafka,sensors", "--skip-tags", "preflight"] : [];
  const site = await provision(settings, "site", part);
  // Each role has been verified. The proof verifies the whole pipeline.
  const code = site === 0 && !small ? await provision(settings, "verify", ["--tags", "proof"]) : site;
  if (site === 0 && main !== undefined) await printPages(main);
  return code;
}

async function provision(settings: Settings, playbook: string, part: readonly string[]): Promise<number> {
  const started = performance.now();
  const inventories = inventoryFiles(settings).flatMap((file) => ["-i", file]);
  const command = [join("bin", "provision.js"), `playbooks/${playbook}.yaml`, ...inventories, ...part];
  const code = await attach([process.execPath, ...command], { cwd: ROOT, env: addressesOf(settings) });
  report(`${playbook}: ${secondsSince(started)} s, exit ${code}`);
  return code;
}

/** Prints only what answers. */
async function printPages(main: LabHost): Promise<void> {
  const published = await docker(["port", main.container]);
  for (const { name, port } of PAGES) {
    if (!(await answers(main.address, port))) continue;
    const reachable = published.includes(`127.0.0.1:${port}`);
    report(`${name}: http://${reachable ? "127.0.0.1" : main.address}:${port}`);
  }
  if (await answers(main.address, KAFKA_PORT)) report(`Kafka: ${main.address}:${KAFKA_PORT}`);
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
}
