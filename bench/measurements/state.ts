import { readFileSync, readlinkSync, statSync } from "node:fs";
import { PLACE } from "../contenders/contender.ts";
import { rendered, type Piece } from "../work.ts";

/** What is not as the pieces say in this folder of a host; empty after a run that did its work. */
export function mistakes(pieces: readonly Piece[], place: string): string[] {
  return pieces
    .filter((piece) => !isDone(piece, (text) => text.replaceAll(PLACE, place)))
    .map((piece) => JSON.stringify(piece));
}

function isDone(piece: Piece, here: (text: string) => string): boolean {
  try {
    switch (piece.kind) {
      case "directory":
        return statSync(here(piece.path)).isDirectory() && hasMode(here(piece.path), piece.mode);
      case "file":
        return hasContent(here(piece.path), piece.content) && hasMode(here(piece.path), piece.mode);
      case "template":
        return hasContent(here(piece.path), rendered(piece.template)) && hasMode(here(piece.path), piece.mode);
      case "upload":
        return (
          readFileSync(here(piece.path)).equals(readFileSync(piece.source)) && hasMode(here(piece.path), piece.mode)
        );
      case "link":
        return readlinkSync(here(piece.path)) === here(piece.target);
      case "command":
        return statSync(here(piece.creates)).isFile();
      case "stat":
        return true;
    }
  } catch {
    return false;
  }
}

function hasContent(path: string, content: string): boolean {
  return readFileSync(path, "utf8") === content;
}

function hasMode(path: string, mode: string): boolean {
  return (statSync(path).mode & 0o7777) === Number.parseInt(mode, 8);
}
