import { readdir } from "node:fs/promises";
import path from "node:path";
import { readTextFile } from "../../disk/read-file.ts";
import { connectionFault } from "../../errors/catalogue/connection.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { compileGlob } from "../../model/glob.ts";
import { parseLines, type Directive } from "./lines.ts";
import { expandPath, type LocalUser } from "./tokens.ts";

/** A line, or the files that an `Include` names. */
export type Node = Directive | Included;

export interface Included {
  readonly keyword: "include";
  readonly files: readonly (readonly Node[])[];
}

/** As deep as ssh goes. */
const MAX_DEPTH = 16;
/** Files that include each other twice would be read many thousand times. */
const MAX_FILES = 500;

interface Place {
  readonly user: LocalUser;
  /** To what relative names of `Include` are relative. */
  readonly folder: string;
  readonly depth: number;
  readonly count: { files: number };
}

/** Reads the files that exist, and what they include, in order. */
export async function readConfigFiles(files: readonly string[], user: LocalUser): Promise<Outcome<Node[]>> {
  const all: Node[] = [];
  for (const file of files) {
    const own = file.startsWith("/etc/ssh/") ? "/etc/ssh" : path.join(user.home, ".ssh");
    const read = await readFile(file, { user, folder: own, depth: 0, count: { files: 0 } });
    if (!read.ok) return read;
    // What one file begins with `Host` does not go on in the next one.
    all.push({ keyword: "include", files: [read.value] });
  }
  return good(all);
}

async function readFile(file: string, place: Place): Promise<Outcome<Node[]>> {
  const read = await readTextFile(file);
  if (read.is === "missing") return good([]);
  if (read.is !== "text") {
    const reason = read.is === "unreadable" ? read.reason : "it is not UTF-8 text";
    return bad(connectionFault("connection/ssh-config-unreadable", { file, reason }));
  }
  const lines = parseLines(read.text, file);
  if (!lines.ok) return lines;
  const nodes: Node[] = [];
  for (const line of lines.value) {
    const node = line.keyword === "include" ? await include(line, place) : good(line);
    if (!node.ok) return node;
    nodes.push(node.value);
  }
  return good(nodes);
}

async function include(line: Directive, place: Place): Promise<Outcome<Included>> {
  const files: Node[][] = [];
  for (const word of line.words) {
    const expanded = expandPath(word, place.user);
    if (typeof expanded !== "string") return bad(wrong(line, expanded.problem));
    for (const file of await filesOf(path.resolve(place.folder, expanded))) {
      if (place.depth >= MAX_DEPTH) return bad(wrong(line, `more than ${MAX_DEPTH} files include each other`));
      if (++place.count.files > MAX_FILES) return bad(wrong(line, `more than ${MAX_FILES} files are included`));
      const read = await readFile(file, { ...place, depth: place.depth + 1 });
      if (!read.ok) return read;
      files.push(read.value);
    }
  }
  return good({ keyword: "include", files });
}

function wrong({ written, origin }: Directive, problem: string): Fault {
  const [option = ""] = written.split(" ");
  return connectionFault("connection/ssh-config-syntax", { option, problem }, { origin });
}

/** The files that match a path with `*`, `?` and `[a-z]`, sorted. Hidden ones have to be named as such. */
async function filesOf(pattern: string): Promise<string[]> {
  let found = ["/"];
  for (const part of pattern.split("/").filter((each) => each !== "")) {
    const isGlob = /[*?[]/.test(part);
    const next = await Promise.all(
      found.map(async (folder) => (isGlob ? matching(folder, part) : [path.join(folder, part)])),
    );
    found = next.flat();
  }
  return found;
}

async function matching(folder: string, part: string): Promise<string[]> {
  const matches = compileGlob(part, { sets: true });
  const names = await readdir(folder).catch(() => []);
  const visible = names.filter((name) => matches(name) && (part.startsWith(".") || !name.startsWith(".")));
  return visible.sort().map((name) => path.join(folder, name));
}
