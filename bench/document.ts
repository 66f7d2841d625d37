import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { withSection } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);

/** How figures were measured. */
export interface Origin {
  /** The script of package.json, and its arguments. */
  readonly script: string;
  readonly argv: readonly string[];
  readonly details: string;
}

/** Writes a section to a document, with the date and the command. */
export async function saveSection(
  name: string,
  section: string,
  { script, argv, details }: Origin,
  path = "docs/benchmarks.md",
): Promise<void> {
  const file = fileURLToPath(new URL(path, ROOT));
  const command = [`npm run ${script}`, ...(argv.length > 0 ? ["--", ...argv] : [])].join(" ");
  const when = new Date().toISOString().slice(0, 10);
  const about = `Measured on ${when} by \`${command}\`, ${details}.`;
  const document = await readFile(file, "utf8");
  await writeFile(file, withSection(document, name, `${section}\n\n${about}`));
}
