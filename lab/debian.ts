import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import pLimit from "p-limit";
import { digestOf } from "./digest.ts";
import { docker, tryDocker } from "./engine/docker.ts";
import { LabError } from "./lab-error.ts";
import { readAptSettings, type AptSettings } from "./machine/apt.ts";
import { canBeRoot, runAsRoot } from "./machine/root.ts";
import { failureText, run, type Argv } from "./process.ts";
import { say } from "./say.ts";
import { LABEL, type Settings } from "./settings.ts";

export interface DebianRecipe {
  readonly suite: string;
  /** Installed beside the essential ones. */
  readonly packages: readonly string[];
  /** "extract": the packages' files and nothing else, no script of theirs run. */
  readonly variant?: "extract";
  /** Paths that are not unpacked, with `*`. */
  readonly exclude?: readonly string[];
}

/** One after the other, so that the second of two equal recipes finds what the first has made. */
const oneByOne = pLimit(1);

/** A base image with these packages, made by mmdebstrap; equal recipes share one, which is kept in the cache. */
export const ensureDebianImage = (settings: Settings, recipe: DebianRecipe): Promise<string> =>
  oneByOne(() => makeDebianImage(settings, recipe));

async function makeDebianImage(settings: Settings, recipe: DebianRecipe): Promise<string> {
  const apt = await readAptSettings(recipe.suite);
  const digest = digestOf([JSON.stringify(recipe), JSON.stringify(apt)]);
  const image = `provision-lab/debian:${digest}`;
  if ((await tryDocker(["image", "inspect", image])).code === 0) return image;
  const tar = join(settings.cache, "debian", `${digest}.tar`);
  if (!existsSync(tar)) await bootstrap(tar, recipe, apt);
  await docker(["import", "--change", `LABEL ${LABEL}`, tar, image]);
  return image;
}

async function bootstrap(tar: string, recipe: DebianRecipe, apt: AptSettings): Promise<void> {
  say(`installing Debian ${recipe.suite} with ${recipe.packages.join(" ")}`);
  mkdirSync(dirname(tar), { recursive: true });
  const part = `${tar}.part.tar`;
  const options = [
    ...apt.options.map((option) => `--aptopt=${option}`),
    ...(recipe.exclude ?? []).map((path) => `--dpkgopt=path-exclude=${path}`),
  ];
  const variant = `--variant=${recipe.variant ?? "minbase"}`;
  const include = `--include=${recipe.packages.join(",")}`;
  const argv: Argv = ["mmdebstrap", variant, include, ...options, recipe.suite, part, ...apt.sources];
  const made = await ((await canBeRoot()) ? runAsRoot(argv) : run(argv));
  if (made.code !== 0) throw new LabError(failureText(argv, made));
  renameSync(part, tar);
}
