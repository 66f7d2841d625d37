import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { digestOf } from "../build/digest.ts";
import { ensurePackages, PIP_NEEDS } from "../machine/packages.ts";
import { must } from "../machine/process.ts";
import { report } from "../progress.ts";
import type { Settings } from "../settings.ts";

/** Files in a package of PyPI, where some projects publish files that are not Python. */
export interface WheelRecipe {
  /** In pip's notation: package==version. */
  readonly package: string;
  readonly files: readonly string[];
}

/** Downloads a wheel and extracts its listed files into one folder of the cache. The wheel itself is not kept. */
export async function ensureWheelFiles(settings: Settings, wheel: WheelRecipe): Promise<string> {
  const folder = join(settings.cache, "wheels", digestOf([wheel.package, ...wheel.files]));
  if (existsSync(folder)) return folder;
  await ensurePackages(PIP_NEEDS);
  report(`downloading ${wheel.package}`);
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
