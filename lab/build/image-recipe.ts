import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../settings.ts";
import type { WheelRecipe } from "../packages/wheel.ts";

/**
 * recipe.json of a folder below lab/images/. The Dockerfile next to it builds on `debian` (argument BASE) or `tools`
 * (argument TOOLS). It copies what the recipe names: pom.xml fills jars/, each project maven/NAME/ fills projects/NAME/,
 * `wheel` fills wheel/, `go` fills go/, `npm` fills node_modules/.
 */
export interface Recipe {
  /** The public name: what the hosts pull. */
  readonly image: string;
  readonly suite: string;
  /** Packages in addition to the essential ones. Recipes with the same packages share one base. */
  readonly debian?: readonly string[];
  /** Paths in those packages that are not installed; `*` matches anything. */
  readonly exclude?: readonly string[];
  /** Packages of a separate image without a distribution, from which the Dockerfile copies programs. */
  readonly tools?: readonly string[];
  readonly wheel?: WheelRecipe;
  /** A program as `go install` names it: path@version. */
  readonly go?: string;
  /** Packages of this project's own installation, and the versions they must have. */
  readonly npm?: Readonly<Record<string, string>>;
  /** Only if the software itself is not available as packages: what the image does instead. */
  readonly standIn?: string;
}

const FOLDER = join(ROOT, "lab", "images");

export const recipeFolders = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(FOLDER, entry.name))
    .sort();

// The file is the project's own; a malformed one fails immediately.
export const readRecipe = (folder: string): Recipe =>
  JSON.parse(readFileSync(join(folder, "recipe.json"), "utf8")) as Recipe;
