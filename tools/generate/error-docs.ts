import { join } from "node:path";
import type { GeneratedFile } from "./files.ts";
import { sourcePaths } from "./files.ts";
import { page, prose, table } from "./markdown.ts";
import { loadBuilt } from "./modules.ts";
import type { Folders } from "./modules.ts";
import { sentenceOf } from "../../src/cli/reference/placeholder.ts";

const CODE = /^[a-z0-9-]+\/[a-z0-9-]+$/;

interface DocumentedEntry {
  readonly message: (parameters: unknown) => string;
  readonly hint: (parameters: unknown) => string;
}

/** The page of all errors, from every file of the catalogue. */
export async function errorDoc({ root, built }: Folders): Promise<GeneratedFile> {
  const paths = sourcePaths(join(root, "src/errors/catalogue"));
  const files = await Promise.all(paths.map((path) => loadBuilt(built, `src/errors/catalogue/${path}.js`)));
  const rows = files.flatMap(errorRows).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  const lines = [
    "# Errors",
    "",
    "Codes never change. Names in ‹ › stand for values.",
    "",
    ...table(["code", "message", "what to do"], rows),
  ];
  return { path: "docs/reference/errors.md", text: page(lines) };
}

/** The entries that a file of the catalogue exports, as rows of the table. */
export function errorRows(exports: Readonly<Record<string, unknown>>): string[][] {
  return Object.values(exports).flatMap((value) =>
    typeof value === "object" && value !== null
      ? Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([code, entry]) =>
          CODE.test(code) && isEntry(entry) ? [[`\`${code}\``, sentence(entry.message), sentence(entry.hint)]] : [],
        )
      : [],
  );
}

function isEntry(value: unknown): value is DocumentedEntry {
  return typeof value === "object" && value !== null && "message" in value && "hint" in value;
}

function sentence(make: (parameters: unknown) => string): string {
  return prose(sentenceOf(make));
}
