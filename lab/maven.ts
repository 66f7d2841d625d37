import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { digestOf, digestOfFolder } from "./digest.ts";
import { ensurePackages, MAVEN_NEEDS } from "./machine/packages.ts";
import { must } from "./process.ts";
import { say } from "./say.ts";
import { ROOT, type Settings } from "./settings.ts";

/**
 * The jars that a project's pom.xml names, with what they need, and the project's own where it has sources: a folder
 * in the cache. The user's own Maven settings hold.
 */
export async function ensureJars(settings: Settings, project: string): Promise<string> {
  const pom = join(project, "pom.xml");
  const sources = join(project, "src");
  const own = existsSync(sources);
  const inputs = [readFileSync(pom, "utf8"), ...(own ? [digestOfFolder(sources)] : [])];
  const folder = join(settings.cache, "jars", digestOf(inputs));
  if (existsSync(folder)) return folder;
  await ensurePackages(MAVEN_NEEDS);
  say(`fetching the jars of ${pom}`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  if (own) await buildJar(settings, project, part);
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${part}`, "-DincludeScope=runtime"];
  await maven(settings, project, goal);
  renameSync(part, folder);
  return folder;
}

/** Maven writes beside the pom it reads, so it gets a copy: the checkout stays clean. */
async function buildJar(settings: Settings, project: string, to: string): Promise<void> {
  const work = `${to}.work`;
  rmSync(work, { recursive: true, force: true });
  try {
    cpSync(project, work, { recursive: true });
    await maven(settings, project, ["package"], join(work, "pom.xml"));
    const target = join(work, "target");
    for (const jar of readdirSync(target).filter((name) => name.endsWith(".jar"))) {
      cpSync(join(target, jar), join(to, jar));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** It runs for seconds: what the second compiler and a collector of many threads cost would never pay. */
const MAVEN_OPTS = process.env["MAVEN_OPTS"] ?? "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

/**
 * Runs Maven on a project. Each has a repository of its own in the cache: two Mavens that fetch the same file into one
 * spoil it, and a Maven mostly waits for the network.
 */
export function maven(
  settings: Settings,
  project: string,
  goals: readonly string[],
  pom = join(project, "pom.xml"),
): Promise<string> {
  const repository = join(settings.cache, "maven", relative(ROOT, project).replaceAll("/", "_"));
  return must(["mvn", "-q", "-B", "-f", pom, `-Dmaven.repo.local=${repository}`, ...goals], { env: { MAVEN_OPTS } });
}
