import { rmSync } from "node:fs";
import { dockerList, tryDocker } from "./engine/docker.ts";
import { ensureEngine, reachEngine, releaseEngine } from "./engine/engine.ts";
import { existingHosts, removeHosts } from "./servers/hosts.ts";
import { LabError } from "./lab-error.ts";
import { runAsRoot } from "./machine/root.ts";
import { removeNetwork } from "./servers/network.ts";
import { stopRegistry } from "./registry/registry.ts";
import { LABEL, type Settings } from "./settings.ts";
import { readEngineOrigin } from "./state.ts";

/** Removes everything that the lab created, and its cache if `cache` is set. The caller holds the lock. */
export async function takeDown(settings: Settings, options: { readonly cache: boolean }): Promise<void> {
  const origin = readEngineOrigin(settings);
  await stopRegistry(settings);
  if (origin !== undefined) {
    // Hosts survive a killed engine, and removing them requires one.
    if (origin.kind === "process") await ensureEngine(settings);
    if ((await reachEngine()) === undefined)
      throw new LabError(
        "The container engine is not running, so the lab's servers cannot be removed. Start it and run this again.",
      );
    await removeHosts(await existingHosts(settings));
    await removeNetwork();
    if (origin.kind !== "process") await removeImages();
    await releaseEngine(settings);
  }
  rmSync(settings.state, { recursive: true, force: true });
  // The engine's files in it may belong to root.
  if (options.cache) await runAsRoot(["rm", "-rf", settings.cache]);
}

/** Only for an engine that the lab did not start as a process: the lab's own engine keeps its images in the cache. */
async function removeImages(): Promise<void> {
  // Listed newest first, so images are removed before those that they are based on.
  const images = await dockerList(["image", "ls", "-q", "--filter", `label=${LABEL}`]);
  for (const image of new Set(images)) await tryDocker(["rmi", "-f", image]);
}
