import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDebianRoot, type DebianRecipe } from "../packages/debian.ts";
import { digestOf, digestOfFolder } from "../build/digest.ts";
import { docker, tryDocker } from "../engine/docker.ts";
import { LABEL, ROOT, type Settings } from "../settings.ts";

/** What a server runs. The site's servers run the first one. */
export const DISTRIBUTIONS = ["debian-trixie", "debian-bookworm"] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

const FOLDER = join(ROOT, "lab", "distributions");
/** What all servers have in common, whatever they run. */
const SERVER = join(FOLDER, "server");

/** The servers' image: a plain distribution with an init system and an SSH server. */
export async function ensureHostImage(
  settings: Settings,
  distribution: Distribution = DISTRIBUTIONS[0],
): Promise<string> {
  // The file is the project's own; a malformed one fails immediately.
  const recipe = JSON.parse(readFileSync(join(FOLDER, distribution, "recipe.json"), "utf8")) as DebianRecipe;
  const base = await ensureDebianRoot(settings, recipe);
  const image = `provision-lab/host:${digestOf([base, digestOfFolder(SERVER)])}`;
  if ((await tryDocker(["image", "inspect", image])).code === 0) return image;
  await docker(["build", "-q", "--label", LABEL, "--build-arg", `BASE=${base}`, "-t", image, SERVER]);
  return image;
}
