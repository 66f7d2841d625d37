import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { digestOf } from "../build/digest.ts";
import { ensurePackages, PIP_NEEDS } from "../machine/packages.ts";
import { must } from "../machine/process.ts";
import { say } from "../say.ts";
import type { Settings } from "../settings.ts";

/** Files out of a package of PyPI, which is where some projects publish what is no Python at all. */
export interface WheelRecipe {
  /** As pip names it: package==version. */
  readonly package: string;
  readonly files: readonly string[];
}

/** The wanted files of a wheel, all in one folder of the cache. The wheel itself is not kept. */
export async function ensureWheelFiles(settings: Settings, wheel: WheelRecipe): Promise<string> {
  const folder = join(settings.cache, "wheels", digestOf([wheel.package, ...wheel.files]));
  if (existsSync(folder)) return folder;
  await ensurePackages(PIP_NEEDS);
  say(`fetching ${wheel.package}`);
  const part = `${folder}.part`;
  const work = `${folder}.work`;
  for (const path of [part, work]) rmSync(path, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    await must(["pip3", "download", "-q", "--no-deps", "-d", work, wheel.package]);
    await must(["python3", "-m", "zipfile", "-e", wheelIn(work), work]);
    for (const file of wheel.files) renameSync(join(work, file), join(part, basename(file)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  renameSync(part, folder);
  return folder;
}

const wheelIn = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(".whl")) ?? "no.whl");
