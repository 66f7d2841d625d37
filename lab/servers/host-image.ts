import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDebianRoot, type DebianRecipe } from "../packages/debian.ts";
import { digestOf, digestOfFolder } from "../build/digest.ts";
import { docker, tryDocker } from "../engine/docker.ts";
import { LABEL, ROOT, type Settings } from "../settings.ts";

const FOLDER = join(ROOT, "lab", "distributions", "debian-trixie");

/** The servers' image: a plain distribution with an init system and an SSH server. */
export async function ensureHostImage(settings: Settings): Promise<string> {
  // The file is the project's own; a malformed one fails immediately.
  const recipe = JSON.parse(readFileSync(join(FOLDER, "recipe.json"), "utf8")) as DebianRecipe;
  const base = await ensureDebianRoot(settings, recipe);
  const image = `provision-lab/host:${digestOf([base, digestOfFolder(FOLDER)])}`;
  if ((await tryDocker(["image", "inspect", image])).code === 0) return image;
  await docker(["build", "-q", "--label", LABEL, "--build-arg", `BASE=${base}`, "-t", image, FOLDER]);
  return image;
}
