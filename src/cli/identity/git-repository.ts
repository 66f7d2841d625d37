import path from "node:path";
import { readTextFile } from "../../disk/read-file.ts";
import { originUrl } from "./git-config.ts";

/** A git working tree: its folder, and the URL of its remote `origin` as it is written. The URL may contain a password. */
interface Repository {
  readonly folder: string;
  readonly url: string;
}

/** The working tree that a folder is in, if it has a remote `origin`. Reads git's files, and never runs git. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  const found = await gitFolder(folder);
  if (found === undefined) {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : findRepository(parent);
  }
  const config = await textOf(path.join(await commonFolder(found), "config"));
  const url = config === undefined ? undefined : originUrl(config);
  return url === undefined ? undefined : { folder, url };
}

/** Where git keeps the data of the working tree at this folder: in `.git`, or in the folder that the file `.git` names. */
async function gitFolder(folder: string): Promise<string | undefined> {
  const git = path.join(folder, ".git");
  const read = await readTextFile(git);
  if (read.is === "missing") return undefined;
  const [, named] = (read.is === "text" && /^gitdir: (.+)$/m.exec(read.text)) || [];
  return named === undefined ? git : path.resolve(folder, named);
}

/** The folder with the configuration: a further working tree of a repository shares that of the first. */
async function commonFolder(gitFolder: string): Promise<string> {
  const common = (await textOf(path.join(gitFolder, "commondir")))?.trim();
  return common === undefined || common === "" ? gitFolder : path.resolve(gitFolder, common);
}

async function textOf(file: string): Promise<string | undefined> {
  const read = await readTextFile(file);
  return read.is === "text" ? read.text : undefined;
}
