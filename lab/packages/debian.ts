import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { digestOf } from "../build/digest.ts";
import { docker, tryDocker } from "../engine/docker.ts";
import { LabError } from "../lab-error.ts";
import { readAptSettings, type AptSettings } from "../machine/apt.ts";
import { canBeRoot, runAsRoot } from "../machine/root.ts";
import { failureText, run, type Argv } from "../machine/process.ts";
import { report } from "../progress.ts";
import { LABEL, type Settings } from "../settings.ts";

export interface DebianRecipe {
  readonly suite: string;
  /** Installed in addition to the essential ones. */
  readonly packages: readonly string[];
}

export interface LayerRecipe extends DebianRecipe {
  /** Paths that are not unpacked; `*` matches anything. */
  readonly exclude?: readonly string[];
}

export interface RootRecipe extends DebianRecipe {
  /** "extract": only the packages' files; their scripts do not run. */
  readonly variant?: "extract";
}

/** The packages in the common base of all layers: enough to install the others over HTTPS. */
const COMMON = ["ca-certificates"];

/** An image with these packages as one layer on the suite's common base, which each host pulls only once. */
export const ensureDebianLayer = (settings: Settings, recipe: LayerRecipe): Promise<string> =>
  ensureImage("layer", recipe, async (image) => {
    const common = await ensureDebianRoot(settings, { suite: recipe.suite, packages: COMMON });
    reportInstall(recipe);
    // The host's network: proxies and resolvers may listen on this machine's loopback address.
    const build = ["build", "-q", "--network", "host", "--label", LABEL, "-t", image, "-"];
    await docker(build, { input: layerDockerfile(common, recipe) });
  });

function layerDockerfile(common: string, { packages, exclude = [] }: LayerRecipe): string {
  const excluded = exclude.map((path) => ` -o 'Dpkg::Options::=--path-exclude=${path}'`).join("");
  const install = `DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends${excluded}`;
  const clean = "rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb /var/log/apt/*";
  return `FROM ${common}\nRUN apt-get update -qq && ${install} ${packages.join(" ")} && ${clean}\n`;
}

/** An image with these packages, created by mmdebstrap. The cache keeps its tar file. */
export const ensureDebianRoot = (settings: Settings, recipe: RootRecipe): Promise<string> =>
  ensureImage("debian", recipe, async (image, digest, apt) => {
    const tar = join(settings.cache, "debian", `${digest}.tar`);
    if (!existsSync(tar)) await bootstrap(tar, recipe, apt);
    await docker(["import", "--change", `LABEL ${LABEL}`, tar, image]);
  });

/** Running and finished builds by image name, so that each image is built once. */
const builds = new Map<string, Promise<void>>();

async function ensureImage(
  kind: string,
  recipe: DebianRecipe,
  build: (image: string, digest: string, apt: AptSettings) => Promise<void>,
): Promise<string> {
  const apt = await readAptSettings(recipe.suite);
  const digest = digestOf([JSON.stringify(recipe), JSON.stringify(apt)]);
  const image = `provision-lab/${kind}:${digest}`;
  const buildIfMissing = async () => {
    if ((await tryDocker(["image", "inspect", image])).code !== 0) await build(image, digest, apt);
  };
  const done = builds.get(image) ?? buildIfMissing();
  builds.set(image, done);
  await done;
  return image;
}

const reportInstall = ({ suite, packages }: DebianRecipe): void =>
  report(`installing Debian ${suite} with ${packages.join(" ")}`);

async function bootstrap(tar: string, recipe: RootRecipe, apt: AptSettings): Promise<void> {
  reportInstall(recipe);
  mkdirSync(dirname(tar), { recursive: true });
  const part = `${tar}.part.tar`;
  const options = apt.options.map((option) => `--aptopt=${option}`);
  const variant = `--variant=${recipe.variant ?? "minbase"}`;
  const include = `--include=${recipe.packages.join(",")}`;
  const argv: Argv = ["mmdebstrap", variant, include, ...options, recipe.suite, part, ...apt.sources];
  const outcome = await ((await canBeRoot()) ? runAsRoot(argv) : run(argv));
  if (outcome.code !== 0) throw new LabError(failureText(argv, outcome));
  renameSync(part, tar);
}
