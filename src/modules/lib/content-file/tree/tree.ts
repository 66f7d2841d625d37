import type { Content, FolderContent } from "../../../../module/content.ts";
import { ancestorsOf, normalPath } from "../../path/args.ts";
import type { DesiredFile } from "../probe.ts";

/** What is asked of the copies of files in a folder, and of the folders themselves. */
export interface DesiredTree extends DesiredFile {
  readonly directory_mode?: string;
}

/** A folder on the target, and what it is to contain. */
export interface Place {
  readonly path: string;
  readonly files: ReadonlyMap<string, Content>;
}

/** The folders on the target, those above first: `dest` itself, or a folder in it that is named as the source. */
export function placesOf({ dest }: DesiredTree, { name, isOpen, folders, files }: FolderContent): readonly Place[] {
  const top = rootOf(dest, isOpen ? "" : name);
  return ["", ...folders].map((folder) => {
    const inside = [...files].flatMap(([file, content]) => {
      const at = file.lastIndexOf("/");
      return file.slice(0, Math.max(at, 0)) === folder ? [[file.slice(at + 1), content] as const] : [];
    });
    return { path: folder === "" ? top : inFolder(top, folder), files: new Map(inside) };
  });
}

function rootOf(dest: string, name: string): string {
  return normalPath(`${dest}/${name}`);
}

/** The folders above the first one that do not exist, those above first. `depth` of its components exist. */
export function missingAbove(path: string, depth: number): readonly string[] {
  return ancestorsOf(path)
    .filter((folder) => folder.split("/").length - 1 > depth)
    .toReversed();
}

/** The path of a name in a folder. */
export const inFolder = (folder: string, name: string) => `${folder === "/" ? "" : folder}/${name}`;
