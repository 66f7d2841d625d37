import { readFile, writeFile } from "node:fs/promises";
import { timed } from "../process.ts";
import type { Counts } from "./compare.ts";

const PRELOAD = new URL("loaded-files.js", import.meta.url).href;
const PLAY = "- hosts: all\n  tasks:\n    - file: { path: /srv/data, state: directory }\n";

/** What the program loads before it can do anything, in an empty folder. */
export async function startCounts(program: string, folder: string): Promise<Readonly<Record<string, Counts>>> {
  await writeFile(`${folder}/inventory.yaml`, "all: { hosts: { one: {} } }\n");
  await writeFile(`${folder}/play.yaml`, PLAY);
  return {
    "--version": await loaded([program, "--version"], folder),
    "--syntax-check": await loaded([program, "play.yaml", "--syntax-check"], folder),
  };
}

async function loaded(args: readonly string[], folder: string): Promise<Counts> {
  const file = `${folder}/loaded.json`;
  await timed({ argv: [process.execPath, "--import", PRELOAD, ...args], cwd: folder, env: { LOADED_FILES: file } });
  const { files, bytes } = JSON.parse(await readFile(file, "utf8")) as { files: number; bytes: number };
  return { files, kilobytes: Math.round(bytes / 1000) };
}
