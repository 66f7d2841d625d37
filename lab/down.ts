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

/** Removes all that the lab has made, but for its cache unless that is wanted, too. The caller holds the lock. */
export async function takeDown(settings: Settings, options: { readonly cache: boolean }): Promise<void> {
  const origin = readEngineOrigin(settings);
  await stopRegistry(settings);
  if (origin !== undefined) {
    // Hosts outlive an engine that was killed: it takes one to remove them.
    if (origin.kind === "process") await ensureEngine(settings);
    if ((await reachEngine()) === undefined)
      throw new LabError("The container engine does not run: the lab's servers cannot be removed.");
    await removeHosts(await existingHosts(settings));
    await removeNetwork();
    if (origin.kind !== "process") await removeImages();
    await releaseEngine(settings);
  }
  rmSync(settings.state, { recursive: true, force: true });
  // The engine's files in there may be root's.
  if (options.cache) await runAsRoot(["rm", "-rf", settings.cache]);
}

/** An engine of the lab's own keeps its images in the lab's cache; another one is left as it was. */
async function removeImages(): Promise<void> {
  // Listed newest first, so that none goes before those that are built on it.
  const images = await dockerList(["image", "ls", "-q", "--filter", `label=${LABEL}`]);
  for (const image of new Set(images)) await tryDocker(["rmi", "-f", image]);
}
