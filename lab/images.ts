import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDebianImage } from "./debian.ts";
import { digestOfFolder } from "./digest.ts";
import { docker, tryDocker } from "./engine/docker.ts";
import { ensureJars } from "./maven.ts";
import { hasInRegistry, pushToRegistry } from "./registry.ts";
import { say } from "./say.ts";
import { LABEL, ROOT, type Settings } from "./settings.ts";

const FOLDER = join(ROOT, "lab", "images");
const PULL_MS = 15 * 60_000;

/** recipe.json of a folder below lab/images/; its Dockerfile builds on the `debian` packages, a pom.xml brings jars/. */
interface Recipe {
  /** The public name: what the hosts pull. */
  readonly image: string;
  readonly suite: string;
  /** Recipes with equal packages share one base. */
  readonly debian: readonly string[];
}

/** How an image came into the registry, remembered beside the digest of the recipe it stands for. */
interface Kept {
  readonly digest: string;
  readonly way: string;
}

/** The registry's images by their public names, and how each was come by. */
export function keptImages(settings: Settings): { image: string; way: string }[] {
  return recipeFolders().map((folder) => {
    const { image } = readRecipe(folder);
    return { image, way: readKept(settings, image)?.way ?? "missing" };
  });
}

/** Sees to it that the registry holds every image: the public one where it can be pulled, else one built here. */
export async function ensureImages(settings: Settings): Promise<void> {
  for (const folder of recipeFolders()) await ensureImage(settings, folder);
}

const recipeFolders = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(FOLDER, entry.name))
    .sort();

// The file is the project's own; a wrong shape shows at once.
const readRecipe = (folder: string): Recipe => JSON.parse(readFileSync(join(folder, "recipe.json"), "utf8")) as Recipe;

async function ensureImage(settings: Settings, folder: string): Promise<void> {
  const recipe = readRecipe(folder);
  const digest = digestOfFolder(folder);
  const kept = readKept(settings, recipe.image);
  if (kept?.digest === digest && (await hasInRegistry(settings, recipe.image))) {
    say(`${recipe.image}: ${kept.way} (kept)`);
    return;
  }
  const refusal = await pull(settings, recipe.image);
  if (refusal !== undefined) await build(settings, folder, recipe);
  const way = refusal === undefined ? "public image" : `built from packages (pull failed: ${refusal})`;
  writeKept(settings, recipe.image, { digest, way });
  say(`${recipe.image}: ${way}`);
}

/** Passes the public image on to the registry; gives the reason where it cannot be had. */
async function pull(settings: Settings, image: string): Promise<string | undefined> {
  const wasHere = (await tryDocker(["image", "inspect", image])).code === 0;
  const pulled = await tryDocker(["pull", "-q", image], { timeoutMs: PULL_MS });
  if (pulled.code !== 0) return reasonIn(pulled.stderr);
  await pushToRegistry(settings, image, image);
  if (!wasHere) await tryDocker(["rmi", image]);
  return undefined;
}

const reasonIn = (stderr: string): string =>
  (stderr.trim().split("\n").at(-1) ?? "").replace("Error response from daemon: ", "");

async function build(settings: Settings, folder: string, recipe: Recipe): Promise<void> {
  say(`${recipe.image}: building from packages`);
  const base = await ensureDebianImage(settings, { suite: recipe.suite, packages: recipe.debian });
  const context = mkdtempSync(join(settings.cache, "build-"));
  try {
    cpSync(folder, context, { recursive: true });
    const pom = join(folder, "pom.xml");
    if (existsSync(pom)) cpSync(await ensureJars(settings, pom), join(context, "jars"), { recursive: true });
    const local = `provision-lab/${recipe.image}`;
    await docker(["build", "-q", "--label", LABEL, "--build-arg", `BASE=${base}`, "-t", local, context]);
    await pushToRegistry(settings, local, recipe.image);
  } finally {
    rmSync(context, { recursive: true });
  }
}

const keptFile = (settings: Settings, image: string): string =>
  join(settings.cache, "images", `${image.replaceAll(/[/:]/g, "_")}.json`);

function readKept(settings: Settings, image: string): Kept | undefined {
  const file = keptFile(settings, image);
  // Written by the function below only.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : undefined;
}

function writeKept(settings: Settings, image: string, kept: Kept): void {
  mkdirSync(join(settings.cache, "images"), { recursive: true });
  writeFileSync(keptFile(settings, image), `${JSON.stringify(kept)}\n`);
}
