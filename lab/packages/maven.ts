import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { digestOf, digestOfFolder } from "../build/digest.ts";
import { ensurePackages, MAVEN_NEEDS } from "../machine/packages.ts";
import { must } from "../machine/process.ts";
import { report } from "../progress.ts";
import { ROOT, type Settings } from "../settings.ts";

/** The inputs of a project's build. */
const PARTS = ["pom.xml", "src"];

/** Folders of jars in the cache, by project. */
export type Jars = ReadonlyMap<string, string>;

/**
 * Downloads the dependencies of these projects' pom.xml, direct and transitive, and builds a project's own jar if it has
 * sources. The user's own Maven settings apply.
 */
export async function ensureJars(settings: Settings, projects: readonly string[]): Promise<Jars> {
  const jars = new Map(projects.map((project) => [project, folderOf(settings, project)]));
  const missing = [...jars].filter(([, folder]) => !existsSync(folder));
  if (missing.length > 0) await fetchJars(settings, new Map(missing));
  return jars;
}

function folderOf(settings: Settings, project: string): string {
  const sources = join(project, "src");
  const inputs = [
    readFileSync(join(project, "pom.xml"), "utf8"),
    ...(existsSync(sources) ? [digestOfFolder(sources)] : []),
  ];
  return join(settings.cache, "jars", digestOf(inputs));
}

/**
 * Runs Maven once for all projects, because its start and the plug-ins take most of the time. Maven writes next to the
 * poms, so it gets copies and the checkout stays clean.
 */
async function fetchJars(settings: Settings, missing: Jars): Promise<void> {
  await ensurePackages(MAVEN_NEEDS);
  const names = [...missing.keys()].map((project) => relative(ROOT, project));
  report(`downloading the jars of ${names.join(" ")}`);
  const work = mkdtempSync(join(settings.cache, "maven-"));
  try {
    for (const [project, folder] of missing) {
      for (const part of PARTS.filter((name) => existsSync(join(project, name)))) {
        cpSync(join(project, part), join(work, basename(folder), part), { recursive: true });
      }
    }
    const folders = [...missing.values()];
    writeFileSync(join(work, "pom.xml"), aggregator(folders.map((folder) => basename(folder))));
    const goals = ["package", "dependency:copy-dependencies", "-DincludeScope=runtime"];
    await maven(settings, "images", join(work, "pom.xml"), goals);
    mkdirSync(join(settings.cache, "jars"), { recursive: true });
    for (const folder of folders) gather(join(work, basename(folder), "target"), folder);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** A project that only lists others as modules. */
const aggregator = (modules: readonly string[]): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lab</groupId>
  <artifactId>images</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>${modules.map((name) => `<module>${name}</module>`).join("")}</modules>
</project>
`;

/** Moves the downloaded jars and the project's own jar to the cache. */
function gather(target: string, folder: string): void {
  const fetched = join(target, "dependency");
  for (const jar of readdirSync(target).filter((name) => name.endsWith(".jar"))) {
    renameSync(join(target, jar), join(fetched, jar));
  }
  renameSync(fetched, folder);
}

/** Maven runs for seconds, too short for the optimizing compiler and a parallel garbage collector to pay off. */
const MAVEN_OPTS = process.env["MAVEN_OPTS"] ?? "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

/** Runs Maven with a local repository of this name in the cache. Two Maven processes can corrupt a shared one. */
export function maven(settings: Settings, repository: string, pom: string, goals: readonly string[]): Promise<string> {
  const local = `-Dmaven.repo.local=${join(settings.cache, "maven", repository)}`;
  return must(["mvn", "-q", "-B", "-f", pom, local, ...goals], { env: { MAVEN_OPTS } });
}
