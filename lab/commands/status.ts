import { tryDocker } from "../engine/docker.ts";
import { reachEngine } from "../engine/engine.ts";
import type { LabHost } from "../servers/host.ts";
import { existingHosts } from "../servers/hosts.ts";
import { imageRecords } from "../build/images.ts";
import { isRegistryUp, mirrorUrl } from "../registry/registry.ts";
import type { Settings } from "../settings.ts";
import { tableText } from "../table.ts";

/** Prints servers, registry and images; exit 0 if a server is running, 1 otherwise. */
export async function statusCommand(settings: Settings): Promise<number> {
  const hosts = (await reachEngine()) === undefined ? [] : await existingHosts(settings);
  const states = await Promise.all(hosts.map(stateOf));
  const rows = hosts.map(({ name, address, container }, index) => [name, address, states[index] ?? "", container]);
  const registry = `${mirrorUrl(settings)} (${isRegistryUp(settings) ? "running" : "stopped"})`;
  const images = imageRecords(settings).map(({ image, way }) => [image, way]);
  process.stdout.write(
    [
      tableText(["SERVER", "ADDRESS", "STATE", "CONTAINER"], rows),
      tableText(["REGISTRY"], [[registry]]),
      tableText(["IMAGE", "FROM"], images),
    ].join("\n"),
  );
  return states.includes("running") ? 0 : 1;
}

async function stateOf({ container }: LabHost): Promise<string> {
  return (await tryDocker(["container", "inspect", "--format", "{{.State.Status}}", container])).stdout.trim();
}
