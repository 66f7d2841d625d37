import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { spent } from "../process.ts";
import { rendered, type Piece } from "../work.ts";
import { PLACE, type Assignment, type Contender, type Target } from "./contender.ts";

/** A script, and the file that the script after it reads if the first one fails. */
export interface FloorStep {
  readonly script: string;
  readonly upload?: { readonly source: string; readonly script: string };
}

/** The client's input: for each host how to log in, and its steps. */
export type FloorInput = readonly { readonly login: Target["login"]; readonly steps: readonly FloorStep[] }[];

/**
 * The least that can do the same work: a bare script with one connection a host, one shell, and one round trip per piece, or a single
 * one for all. It makes no optional checks and prints nothing, so it is of no practical use.
 */
export async function floor({ pieces, targets, folder }: Assignment, atOnce: boolean): Promise<Contender> {
  const steps = await Promise.all(pieces.map(step));
  const sent = atOnce ? [{ script: steps.map(({ script }) => `( ${script}\n)`).join(" &&\n") }] : steps;
  const text = JSON.stringify(sent);
  const input: FloorInput = targets.map(({ login, place }) => ({
    login,
    steps: JSON.parse(text.replaceAll(PLACE, place)) as FloorStep[],
  }));
  await writeFile(`${folder}/floor.json`, JSON.stringify(input));
  const client = fileURLToPath(new URL("floor-client.js", import.meta.url));
  const argv = [process.execPath, client, `${folder}/floor.json`] as const;
  return { name: atOnce ? "the floor, one script" : "the floor", run: () => spent({ argv }) };
}

async function step(piece: Piece): Promise<FloorStep> {
  if (piece.kind !== "upload") return { script: script(piece) };
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(piece.source)) hash.update(chunk as Buffer);
  const path = quote(piece.path);
  return {
    script: `echo '${hash.digest("hex")}  '${path} | sha256sum --status -c`,
    upload: {
      source: piece.source,
      script: `cat >${path}.new && chmod ${piece.mode} ${path}.new && mv ${path}.new ${path}`,
    },
  };
}

function script(piece: Exclude<Piece, { kind: "upload" }>): string {
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
