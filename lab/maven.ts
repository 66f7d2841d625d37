import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "./digest.ts";
import { ensurePackages, MAVEN_NEEDS } from "./machine/packages.ts";
import { must } from "./process.ts";
import { readFileSync } from "node:fs";
import { say } from "./say.ts";
import type { Settings } from "./settings.ts";

/** The jars that a pom.xml names, with what they need: a folder in the cache. The user's own Maven settings hold. */
export async function ensureJars(settings: Settings, pom: string): Promise<string> {
  const folder = join(settings.cache, "jars", digestOf([readFileSync(pom, "utf8")]));
  if (existsSync(folder)) return folder;
  await ensurePackages(MAVEN_NEEDS);
  say(`fetching the jars of ${pom}`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const repository = `-Dmaven.repo.local=${join(settings.cache, "maven")}`;
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${part}`, "-DincludeScope=runtime"];
  await must(["mvn", "-q", "-B", "-f", pom, repository, ...goal]);
  renameSync(part, folder);
  return folder;
}
