import { mkdir, writeFile } from "node:fs/promises";
import { TEMPLATES, VARIABLES, type Piece } from "../work.ts";

interface Names {
  /** The extension of template files. */
  readonly suffix: string;
  /** Further keys of the play, besides hosts, vars and tasks. */
  readonly play?: Readonly<Record<string, unknown>>;
}

/** Writes the playbook and its templates; returns the playbook's path. JSON is valid YAML. */
export async function writePlaybook(folder: string, pieces: readonly Piece[], names: Names): Promise<string> {
  await mkdir(`${folder}/templates`, { recursive: true });
  for (const [name, text] of TEMPLATES) await writeFile(`${folder}/templates/${name}${names.suffix}`, text);
  const tasks = pieces.map((piece, index) => ({ name: `Piece ${index + 1}: ${piece.kind}`, ...task(piece, names) }));
  const play = { name: "Work", hosts: "all", ...names.play, vars: VARIABLES, tasks };
  await writeFile(`${folder}/play.yaml`, JSON.stringify([play], null, 2));
  return `${folder}/play.yaml`;
}

/** Both products have these modules and arguments under the same names. */
function task(piece: Piece, { suffix }: Names): Readonly<Record<string, unknown>> {
  switch (piece.kind) {
    case "directory":
      return { file: { path: piece.path, state: "directory", mode: piece.mode } };
    case "file":
      return { copy: { dest: piece.path, content: piece.content, mode: piece.mode } };
    case "upload":
      return { copy: { dest: piece.path, src: piece.source, mode: piece.mode } };
    case "template":
      return { template: { src: `${piece.template}${suffix}`, dest: piece.path, mode: piece.mode } };
    case "link":
      return { file: { path: piece.path, state: "link", src: piece.target } };
    case "stat":
      return { stat: { path: piece.path } };
    case "command":
      return { command: { argv: piece.argv, creates: piece.creates } };
  }
}
