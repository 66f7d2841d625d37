import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOfFolder } from "./digest.ts";
import { docker, tryDocker } from "../engine/docker.ts";
import { chosenImages, type ImageChoice } from "./image-choice.ts";
import { baseArguments, layContext, projectsOf } from "./image-context.ts";
import { readRecipe, recipeFolders, type Recipe } from "./image-recipe.ts";
import { ensureJars, type Jars } from "../packages/maven.ts";
import { hasInRegistry, uploadToRegistry } from "../registry/registry-images.ts";
import { say, timed } from "../say.ts";
import { LABEL, type Settings } from "../settings.ts";

const PULL_MS = 15 * 60_000;

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

/** Sees to it that the registry holds the chosen images: the public one where it can be pulled, else one built here. */
export async function ensureImages(settings: Settings, choice: ImageChoice): Promise<void> {
  const folders = new Map(recipeFolders().map((folder) => [readRecipe(folder).image, folder]));
  const chosen = chosenImages(choice, [...folders.keys()]);
  // Beside each other: some wait for the network while others need the processors.
  const orders = await Promise.all(chosen.map((image) => orderFor(settings, folders.get(image) ?? "")));
  const open = orders.filter((order) => order !== undefined);
  const jars = ensureJars(
    settings,
    open.flatMap(({ folder }) => projectsOf(folder)).map((project) => project.folder),
  );
  await Promise.all(open.map((order) => fulfil(settings, order, jars)));
}

/** What an image built from a recipe is called in the engine here. */
export const localName = (image: string): string => `provision-lab/${image}`;

/** An image to be built. */
interface Order {
  readonly folder: string;
  readonly recipe: Recipe;
  readonly digest: string;
  /** Why the public one cannot be had. */
  readonly refusal: string;
}

/** Nothing where the registry has the image, or has it now because it could be pulled. */
async function orderFor(settings: Settings, folder: string): Promise<Order | undefined> {
  const recipe = readRecipe(folder);
  const digest = digestOfFolder(folder);
  const kept = readKept(settings, recipe.image);
  if (kept?.digest === digest && (await hasInRegistry(settings, recipe.image))) {
    say(`${recipe.image}: ${kept.way} (kept)`);
    return undefined;
  }
  const refusal = await pull(settings, recipe.image);
  if (refusal !== undefined) return { folder, recipe, digest, refusal };
  note(settings, recipe.image, { digest, way: "public image" });
  return undefined;
}

async function fulfil(settings: Settings, order: Order, jars: Promise<Jars>): Promise<void> {
  const { recipe, digest, refusal } = order;
  await timed(`${recipe.image} built`, () => build(settings, order, jars));
  const made = recipe.standIn === undefined ? "built from packages" : `STAND-IN: ${recipe.standIn}`;
  note(settings, recipe.image, { digest, way: `${made} (pull failed: ${refusal})` });
}

function note(settings: Settings, image: string, kept: Kept): void {
  writeKept(settings, image, kept);
  say(`${image}: ${kept.way}`);
}

/** Passes the public image on to the registry; gives the reason where it cannot be had. */
async function pull(settings: Settings, image: string): Promise<string | undefined> {
  const wasHere = (await tryDocker(["image", "inspect", image])).code === 0;
  const pulled = await tryDocker(["pull", "-q", image], { timeoutMs: PULL_MS });
  if (pulled.code !== 0) return reasonIn(pulled.stderr);
  await uploadToRegistry(settings, image, image);
  if (!wasHere) await tryDocker(["rmi", image]);
  return undefined;
}

const reasonIn = (stderr: string): string =>
  (stderr.trim().split("\n").at(-1) ?? "").replace("Error response from daemon: ", "");

async function build(settings: Settings, order: Order, jars: Promise<Jars>): Promise<void> {
  const { recipe } = order;
  say(`${recipe.image}: building from packages`);
  const context = mkdtempSync(join(settings.cache, "build-"));
  try {
    const bases = baseArguments(settings, recipe);
    const laid = layContext(settings, order, jars, context);
    // Where one of them fails, the other must have ended before the context is removed.
    await Promise.allSettled([bases, laid]);
    await laid;
    const local = localName(recipe.image);
    await docker(["build", "-q", "--label", LABEL, ...(await bases), "-t", local, context]);
    await uploadToRegistry(settings, local, recipe.image);
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
