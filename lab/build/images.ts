import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOfFolder } from "./digest.ts";
import { docker, tryDocker } from "../engine/docker.ts";
import { chosenImages, type ImageChoice } from "./image-choice.ts";
import { baseArguments, fillContext, projectsOf } from "./image-context.ts";
import { readRecipe, recipeFolders, type Recipe } from "./image-recipe.ts";
import { ensureJars, type Jars } from "../packages/maven.ts";
import { hasInRegistry, uploadToRegistry } from "../registry/registry-images.ts";
import { report, timed } from "../progress.ts";
import { LABEL, type Settings } from "../settings.ts";

const PULL_MS = 15 * 60_000;

/** How an image got into the registry (`way`), and the digest of the recipe that it was built for. */
interface ImageRecord {
  readonly digest: string;
  readonly way: string;
}

/** The registry's images by their public names, and how each got there. */
export function imageRecords(settings: Settings): { image: string; way: string }[] {
  return recipeFolders().map((folder) => {
    const { image } = readRecipe(folder);
    return { image, way: readRecord(settings, image)?.way ?? "missing" };
  });
}

/** Ensures that the registry holds the chosen images: the public ones if they can be pulled, otherwise images built here. */
export async function ensureImages(settings: Settings, choice: ImageChoice): Promise<void> {
  const folders = new Map(recipeFolders().map((folder) => [readRecipe(folder).image, folder]));
  const chosen = chosenImages(choice, [...folders.keys()]);
  // In parallel: some wait for the network while others need the processors.
  const orders = await Promise.all(chosen.map((image) => orderFor(settings, folders.get(image) ?? "")));
  const missing = orders.filter((order) => order !== undefined);
  const jars = ensureJars(
    settings,
    missing.flatMap(({ folder }) => projectsOf(folder)).map((project) => project.folder),
  );
  await Promise.all(missing.map((order) => buildAndRecord(settings, order, jars)));
}

/** The name in the local engine of an image that was built from a recipe. */
export const localName = (image: string): string => `provision-lab/${image}`;

/** An image to be built. */
interface Order {
  readonly folder: string;
  readonly recipe: Recipe;
  readonly digest: string;
  /** Why the public image could not be pulled. */
  readonly pullError: string;
}

/** Undefined if the registry already has the image, or if it could be pulled. */
async function orderFor(settings: Settings, folder: string): Promise<Order | undefined> {
  const recipe = readRecipe(folder);
  const digest = digestOfFolder(folder);
  const kept = readRecord(settings, recipe.image);
  if (kept?.digest === digest && (await hasInRegistry(settings, recipe.image))) {
    report(`${recipe.image}: ${kept.way} (kept)`);
    return undefined;
  }
  const pullError = await pull(settings, recipe.image);
  if (pullError !== undefined) return { folder, recipe, digest, pullError };
  record(settings, recipe.image, { digest, way: "public image" });
  return undefined;
}

async function buildAndRecord(settings: Settings, order: Order, jars: Promise<Jars>): Promise<void> {
  const { recipe, digest, pullError } = order;
  await timed(`${recipe.image} built`, () => build(settings, order, jars));
  const source = recipe.standIn === undefined ? "built from packages" : `STAND-IN: ${recipe.standIn}`;
  record(settings, recipe.image, { digest, way: `${source} (pull failed: ${pullError})` });
}

function record(settings: Settings, image: string, entry: ImageRecord): void {
  writeRecord(settings, image, entry);
  report(`${image}: ${entry.way}`);
}

/** Pulls the public image and uploads it to the registry. Returns the reason if it cannot be pulled. */
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
  report(`${recipe.image}: building from packages`);
  const context = mkdtempSync(join(settings.cache, "build-"));
  try {
    const bases = baseArguments(settings, recipe);
    const filled = fillContext(settings, order, jars, context);
    // If one of them fails, the other must end before the context is removed.
    await Promise.allSettled([bases, filled]);
    await filled;
    const local = localName(recipe.image);
    await docker(["build", "-q", "--label", LABEL, ...(await bases), "-t", local, context]);
    await uploadToRegistry(settings, local, recipe.image);
  } finally {
    rmSync(context, { recursive: true });
  }
}

const recordFile = (settings: Settings, image: string): string =>
  join(settings.cache, "images", `${image.replaceAll(/[/:]/g, "_")}.json`);

function readRecord(settings: Settings, image: string): ImageRecord | undefined {
  const file = recordFile(settings, image);
  // Written by the function below only.
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ImageRecord) : undefined;
}

function writeRecord(settings: Settings, image: string, entry: ImageRecord): void {
  mkdirSync(join(settings.cache, "images"), { recursive: true });
  writeFileSync(recordFile(settings, image), `${JSON.stringify(entry)}\n`);
}
