// Finds the shell programs of src/ and turns each into a TypeScript module.
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Paths below the root of all files of src/ whose names end in `ending`, sorted. */
export function filesEndingIn(ending) {
  const names = readdirSync(join(root, "src"), { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => join("src", name))
    .sort();
}

/**
 * The module for one program: a constant named after the file, with the text that is sent and what it may do. A line `# @read` or
 * `# @write` in the program declares the latter. Comments and blank lines are not sent.
 */
export function moduleOf(path, source) {
  const power = /^# @(read|write)$/m.exec(source)?.[1];
  if (power === undefined) throw new Error(`${path}: a line \`# @read\` or \`# @write\` is missing.`);
  if (/<<-?\s*['"\w]/.test(source)) throw new Error(`${path}: here-documents are not supported.`);
  const lines = source.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
  const name = basename(path, ".sh").replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());
  return [
    `// Generated from ${basename(path)} by tools/bundle-shell.mjs.`,
    `export const ${name} = { power: ${JSON.stringify(power)}, text: ${JSON.stringify(lines.join("\n"))} } as const;`,
    "",
  ].join("\n");
}
