import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../settings.ts";
import type { WheelRecipe } from "../packages/wheel.ts";

/**
 * recipe.json of a folder below lab/images/. The Dockerfile beside it builds on `debian` (argument BASE) or `tools`
 * (argument TOOLS). It copies what the recipe names: pom.xml fills jars/, each project maven/NAME/ fills projects/NAME/,
 * `wheel` fills wheel/, `go` fills go/, `npm` fills node_modules/.
 */
export interface Recipe {
  /** The public name: what the hosts pull. */
  readonly image: string;
  readonly suite: string;
  /** Packages beside the essential ones. Recipes with equal packages share one base. */
  readonly debian?: readonly string[];
  /** Paths of those packages that are left out, with `*`. */
  readonly exclude?: readonly string[];
  /** Packages of an image that holds nothing else: programs to copy, or a base without a distribution. */
  readonly tools?: readonly string[];
  readonly wheel?: WheelRecipe;
  /** A program as `go install` names it: path@version. */
  readonly go?: string;
  /** Packages of this project's own installation, and the versions they must have. */
  readonly npm?: Readonly<Record<string, string>>;
  /** Set where the software itself cannot be had: what the image does instead. */
  readonly standIn?: string;
}

const FOLDER = join(ROOT, "lab", "images");

export const recipeFolders = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(FOLDER, entry.name))
    .sort();

// The file is the project's own; a wrong shape shows at once.
export const readRecipe = (folder: string): Recipe =>
  JSON.parse(readFileSync(join(folder, "recipe.json"), "utf8")) as Recipe;
