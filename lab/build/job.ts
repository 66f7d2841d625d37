import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../lab-error.ts";
import { maven } from "../packages/maven.ts";
import { ensurePackages, MAVEN_NEEDS } from "../machine/packages.ts";
import { report } from "../progress.ts";
import { ROOT, type Settings } from "../settings.ts";

const PROJECT = join(ROOT, "files", "runtime-processing");
const JOB_JAR = join(PROJECT, "target", "runtimeprocessing-0.1.jar");

/** Builds the Flink job's jar if it is missing or older than its sources; with `tested` always, and runs its own tests. */
export async function ensureJob(settings: Settings, tests: "tested" | "untested"): Promise<void> {
  if (tests === "untested" && isFresh()) return;
  await ensurePackages(MAVEN_NEEDS);
  report("building the Flink job");
  const goals = ["package", ...(tests === "untested" ? ["-DskipTests"] : [])];
  await maven(settings, "job", join(PROJECT, "pom.xml"), goals);
  if (!existsSync(JOB_JAR)) throw new LabError(`Maven did not build ${JOB_JAR}.`);
}

function isFresh(): boolean {
  if (!existsSync(JOB_JAR)) return false;
  const built = statSync(JOB_JAR).mtimeMs;
  const sources = readdirSync(join(PROJECT, "src", "main"), { recursive: true, encoding: "utf8" });
  const files = [join(PROJECT, "pom.xml"), ...sources.map((name) => join(PROJECT, "src", "main", name))];
  return files.every((file) => statSync(file).mtimeMs <= built);
}
