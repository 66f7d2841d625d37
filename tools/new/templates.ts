import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { GeneratedFile } from "../generate/files.ts";
import { exportNameOf } from "./export-name.ts";
import type { Request } from "./request.ts";

/** Keeps the compiler and the linters away from templates of TypeScript files. */
const TEMPLATE_ENDING = ".txt";

/**
 * The files of a new module or role, formatted, by path. `templates/KIND/` mirrors the checkout; in paths and texts, NAME is the
 * name, KEBAB the name with hyphens, and EXPORT the identifier under which a module is exported.
 */
export async function render(root: string, { kind, name }: Request): Promise<GeneratedFile[]> {
  const folder = join(root, "tools/new/templates", kind);
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") }));
  const typescript = sources.filter(({ path }) => path.endsWith(`.ts${TEMPLATE_ENDING}`)).map(({ text }) => text);
  const values = { NAME: name, KEBAB: name.replaceAll("_", "-"), EXPORT: exportNameOf(name, typescript) };
  return Promise.all(
    sources.map(async ({ path, text }) => {
      const target = fill(path.endsWith(TEMPLATE_ENDING) ? path.slice(0, -TEMPLATE_ENDING.length) : path, values);
      return { path: target, text: await formatted(root, target, fill(text, values)) };
    }),
  );
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((filled, [key, value]) => filled.replaceAll(key, value), text);
}

/** Line breaks depend on the name's length. */
async function formatted(root: string, path: string, text: string): Promise<string> {
  if (!/\.(ts|yaml|md)$/.test(path)) return text;
  const config = await resolveConfig(join(root, path));
  return format(text, { ...config, filepath: path });
}
