import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import type { Lab } from "../../lab/api.ts";
import { run, type Outcome } from "../../lab/machine/process.ts";
import { ROOT } from "./harness.ts";

/** The lock file of the lab's inventory. */
export const lockFile = (lab: Lab): string => join(dirname(lab.inventoryFile), "images.lock.yaml");

/** Runs `provision images lock` on the lab. */
export function lockImages(lab: Lab, ...flags: string[]): Promise<Outcome> {
  const inventories = lab.inventoryFiles.flatMap((file) => ["-i", file]);
  const program = join(ROOT, "bin/provision.js");
  return run([process.execPath, program, "images", "lock", ...flags, ...inventories], {
    cwd: ROOT,
    env: lab.addresses,
  });
}

/** Moves a tag in the lab's registry to another manifest of the same layers; returns how to move it back. */
export async function moveTag(lab: Lab, repository: string, tag: string): Promise<() => Promise<void>> {
  const inventory = parse(readFileSync(lab.inventoryFile, "utf8")) as { all: { vars: { registry_mirrors: string[] } } };
  const url = `${inventory.all.vars.registry_mirrors[0] ?? ""}/v2/${repository}/manifests/${tag}`;
  const type = "application/vnd.docker.distribution.manifest.v2+json";
  const put = async (body: string) => {
    const reply = await fetch(url, { method: "PUT", headers: { "content-type": type }, body });
    if (!reply.ok) throw new Error(`PUT ${url}: ${reply.status} ${await reply.text()}`);
  };
  const found = await fetch(url, { headers: { accept: type } });
  if (!found.ok) throw new Error(`GET ${url}: ${found.status}`);
  const manifest = await found.text();
  await put(`${manifest}\n`);
  return () => put(manifest);
}
