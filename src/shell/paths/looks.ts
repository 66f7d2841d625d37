import { onlyReads, read, sequence, type LookedAt, type Script } from "../../module/script.ts";

/** So few files of a folder are not worth a program more. */
const FEWEST = 3;
/** The size up to which a file is digested together with others, in bytes: a large one would hold up the answers of all. */
const LARGEST = 256 * 1024;
/** Names that need no quotes, in any program's output. */
const PLAIN = /^\w[\w.-]*$/;

/** A script that looks at a file, by its index in the request. */
interface Looker {
  readonly index: number;
  readonly file: LookedAt;
}

/**
 * What the shell runs before each of a request's scripts, so that one program looks at all files of a folder: see looks.sh. A script of
 * undefined is a step. What precedes the last change of the request looks for itself.
 */
export function lookTogether(scripts: readonly (Script | undefined)[]): readonly (Script<"read"> | undefined)[] {
  const before = new Map<number, Script<"read">>();
  let number = 1;
  for (const [folder, lookers] of lookersByFolder(scripts)) {
    if (lookers.length < FEWEST) continue;
    const names = lookers.map(({ file }) => `./${file.name}`).join(" ");
    const sizes = lookers.map(({ file }) => digestedSize(file)).join(" ");
    const all = read`look_at_all ${number} ${folder} ${names} ${sizes}`;
    for (const [place, { index, file }] of lookers.entries()) {
      const one = read`look_number=${number} look_name=${`${folder}/${file.name}`}`;
      before.set(index, place === 0 ? sequence([all, one]) : one);
      number += 1;
    }
  }
  return scripts.map((_, index) => before.get(index) ?? (before.size > 0 ? read`look_number=` : undefined));
}

function lookersByFolder(scripts: readonly (Script | undefined)[]): Map<string, Looker[]> {
  const lastChange = scripts.findLastIndex((script) => !script || !onlyReads(script));
  const folders = new Map<string, Looker[]>();
  for (const [index, script] of scripts.entries()) {
    const file = index > lastChange ? script?.looksAt : undefined;
    if (!file || file.folder === "/" || !PLAIN.test(file.name)) continue;
    const lookers = folders.get(file.folder);
    if (lookers) lookers.push({ index, file });
    else folders.set(file.folder, [{ index, file }]);
  }
  return folders;
}

function digestedSize({ digestIfSize: size }: LookedAt): number | string {
  return size !== undefined && size <= LARGEST ? size : "-";
}
