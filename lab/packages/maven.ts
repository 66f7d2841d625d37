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
import { say } from "../say.ts";
import { ROOT, type Settings } from "../settings.ts";

/** What a project is made from. */
const PARTS = ["pom.xml", "src"];

/** Folders of jars in the cache, by project. */
export type Jars = ReadonlyMap<string, string>;

/**
 * The jars that the projects' pom.xml name, with what they need, and a project's own where it has sources. The user's
 * own Maven settings hold.
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
 * By one Maven: starting it, and the plug-ins that all of them take, are most of its work. It writes beside the poms that
 * it reads, so it gets copies: the checkout stays clean.
 */
async function fetchJars(settings: Settings, missing: Jars): Promise<void> {
  await ensurePackages(MAVEN_NEEDS);
  const names = [...missing.keys()].map((project) => relative(ROOT, project));
  say(`fetching the jars of ${names.join(" ")}`);
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

/** A project that only has others run beside each other. */
const aggregator = (modules: readonly string[]): string => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lab</groupId>
  <artifactId>images</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>${modules.map((name) => `<module>${name}</module>`).join("")}</modules>
</project>
`;

/** What Maven has fetched, and the project's own jar. */
function gather(target: string, folder: string): void {
  const fetched = join(target, "dependency");
  for (const jar of readdirSync(target).filter((name) => name.endsWith(".jar"))) {
    renameSync(join(target, jar), join(fetched, jar));
  }
  renameSync(fetched, folder);
}

/** It runs for seconds: what the second compiler and a collector of many threads cost would never pay. */
const MAVEN_OPTS = process.env["MAVEN_OPTS"] ?? "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

/** Runs Maven with a repository of this name in the cache: two Mavens that fetch the same file into one spoil it. */
export function maven(settings: Settings, repository: string, pom: string, goals: readonly string[]): Promise<string> {
  const local = `-Dmaven.repo.local=${join(settings.cache, "maven", repository)}`;
  return must(["mvn", "-q", "-B", "-f", pom, local, ...goals], { env: { MAVEN_OPTS } });
}
