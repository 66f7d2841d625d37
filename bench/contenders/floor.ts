import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { timed } from "../process.ts";
import { rendered, type Piece } from "../work.ts";
import { PLACE, type Assignment, type Contender, type Target } from "./contender.ts";

/** The client's input: for each host how to log in, and one script per piece of work. */
export type FloorInput = readonly {
  readonly login: Target["login"];
  readonly scripts: readonly string[];
}[];

/**
 * The least that can do the same work: a bare script with one connection a host, one shell, and one round trip per piece. It makes no
 * optional checks and prints nothing, so it is of no practical use.
 */
export async function floor({ pieces, targets, folder }: Assignment): Promise<Contender> {
  const scripts = pieces.map(script);
  const input: FloorInput = targets.map(({ login, place }) => ({
    login,
    scripts: scripts.map((text) => text.replaceAll(PLACE, place)),
  }));
  await writeFile(`${folder}/floor.json`, JSON.stringify(input));
  const client = fileURLToPath(new URL("floor-client.js", import.meta.url));
  const argv = [process.execPath, client, `${folder}/floor.json`] as const;
  return { name: "the floor", run: () => timed({ argv }) };
}

function script(piece: Piece): string {
  switch (piece.kind) {
    case "directory":
      return `[ -d ${quote(piece.path)} ] || mkdir -m ${piece.mode} ${quote(piece.path)}`;
    case "file":
      return writeIfDifferent(piece.path, piece.content, piece.mode);
    case "template":
      return writeIfDifferent(piece.path, rendered(piece.template), piece.mode);
    case "link":
      return `[ "$(readlink ${quote(piece.path)})" = ${quote(piece.target)} ] || ln -sfn ${quote(piece.target)} ${quote(piece.path)}`;
    case "stat":
      return `stat -c %f:%u:%g:%s:%Y ${quote(piece.path)}; [ -d ${quote(piece.path)} ] || sha256sum ${quote(piece.path)}`;
    case "command":
      return `[ -e ${quote(piece.creates)} ] || ${piece.argv.map(quote).join(" ")}`;
  }
}

function writeIfDifferent(path: string, content: string, mode: string): string {
  const [file, text] = [quote(path), quote(content)];
  return `printf %s ${text} | cmp -s - ${file} || { printf %s ${text} >${file}.new && chmod ${mode} ${file}.new && mv ${file}.new ${file}; }`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
