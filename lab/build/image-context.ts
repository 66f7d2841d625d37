import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDebianLayer, ensureDebianRoot } from "../packages/debian.ts";
import { ensureGoProgram } from "../packages/go.ts";
import type { Recipe } from "./image-recipe.ts";
import { LabError } from "../lab-error.ts";
import type { Jars } from "../packages/maven.ts";
import { ROOT, type Settings } from "../settings.ts";
import { ensureWheelFiles } from "../packages/wheel.ts";

/** The images that a recipe's Dockerfile starts from, as arguments of `docker build`. */
export async function baseArguments(settings: Settings, recipe: Recipe): Promise<string[]> {
  const { suite, debian, exclude, tools } = recipe;
  const bases: [string, string][] = [];
  if (debian !== undefined) {
    const base = { suite, packages: debian, ...(exclude === undefined ? {} : { exclude }) };
    bases.push(["BASE", await ensureDebianLayer(settings, base)]);
  }
  if (tools !== undefined) {
    bases.push(["TOOLS", await ensureDebianRoot(settings, { suite, packages: tools, variant: "extract" })]);
  }
  return bases.flatMap(([name, image]) => ["--build-arg", `${name}=${image}`]);
}

/** Fills the build context: the recipe's own files, its projects' jars, and what its keys name. */
export async function fillContext(
  settings: Settings,
  { folder, recipe }: { readonly folder: string; readonly recipe: Recipe },
  jars: Promise<Jars>,
  context: string,
): Promise<void> {
  const projects = projectsOf(folder);
  const [fetched, wheel, program] = await Promise.all([
    projects.length === 0 ? undefined : jars,
    recipe.wheel === undefined ? undefined : ensureWheelFiles(settings, recipe.wheel),
    recipe.go === undefined ? undefined : ensureGoProgram(settings, recipe.go),
  ]);
  const copy = (from: string, to: string) => cpSync(from, join(context, to), { recursive: true });
  copy(folder, ".");
  for (const project of projects) copy(fetched?.get(project.folder) ?? "", project.to);
  if (wheel !== undefined) copy(wheel, "wheel");
  if (program !== undefined) copy(program, "go");
  for (const [name, version] of Object.entries(recipe.npm ?? {}))
    copy(installed(name, version), `node_modules/${name}`);
}

/** The Maven projects of a recipe, its own and those of its extensions, and where their jars are in the context. */
export function projectsOf(folder: string): { folder: string; to: string }[] {
  const own = existsSync(join(folder, "pom.xml")) ? [{ folder, to: "jars" }] : [];
  const extensions = join(folder, "maven");
  const names = existsSync(extensions) ? readdirSync(extensions) : [];
  return [...own, ...names.map((name) => ({ folder: join(extensions, name), to: join("projects", name) }))];
}

/** A package's folder in this project's installation, which must be the version that the recipe was written for. */
function installed(name: string, version: string): string {
  const folder = join(ROOT, "node_modules", name);
  // Every published package has this key.
  const found = (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
  if (found === version) return folder;
  throw new LabError(
    `A recipe requires ${name} ${version}, but ${found} is installed. Write that version into its recipe.json.`,
  );
}
