import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { handlerName } from "../../../src/plan/handlers.ts";
import type { FileSpec } from "./play-case.ts";

type Files = Readonly<Record<string, FileSpec>>;

/** Writes files on a host; null removes one. In contents, @HOME@ stands for the host's folder, @ALIVE@ for this process as a lock holder. */
export function writeFiles(folder: string, files: Files): void {
  for (const [name, spec] of Object.entries(files)) {
    const path = join(folder, name);
    rmSync(path, { recursive: true, force: true });
    if (spec === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    const { content = "", mode, link, directory } = typeof spec === "string" ? { content: spec } : spec;
    if (link !== undefined) symlinkSync(link, path);
    else if (directory) mkdirSync(path);
    else writeFileSync(path, content.replaceAll("@HOME@", folder).replaceAll("@ALIVE@", alive()));
    if (mode !== undefined) chmodSync(path, parseInt(mode, 8));
  }
}

/** This process and its start time, by which a lock identifies its holder. */
function alive(): string {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return `${process.pid} ${fields[19] ?? ""}`;
}

/** Returns a line for each file that is not as expected. */
export function differentFiles(folder: string, files: Files): string[] {
  return Object.entries(files).flatMap(([name, spec]) => {
    const found = entryOf(join(folder, name));
    const expected = typeof spec === "string" ? { content: spec } : spec;
    if (expected === null || found === undefined) {
      return expected === null && found === undefined ? [] : [`file ${name} ${found ? "exists" : "does not exist"}`];
    }
    const { contains, ...exact } = expected;
    const wrong = Object.entries(exact).filter(([key, value]) => found[key as keyof Entry] !== value);
    const missing = contains !== undefined && !found.content?.includes(contains);
    return wrong.length > 0 || missing ? [`file ${name} is ${JSON.stringify(found)}`] : [];
  });
}

interface Entry {
  readonly mode: string;
  readonly content?: string;
  readonly link?: string;
  readonly directory?: true;
}

function entryOf(path: string): Entry | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, "0");
  if (stat.isSymbolicLink()) return { mode, link: readlinkSync(path) };
  return stat.isDirectory() ? { mode, directory: true } : { mode, content: readFileSync(path, "utf8") };
}

/** A line for each entry below a folder, to compare before and after a check. */
export function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => `${name} ${JSON.stringify(entryOf(join(folder, name)))}`);
}

/** Handlers that are pending on a host, for any of its users: `Play / role / Handler`, after the playbook unless it is site.yaml. */
export function pendingOn(folder: string): string[] {
  return stateEntries(folder, "pending")
    .map((path) => readFileSync(path, "utf8").split("\n", 1)[0] ?? "")
    .map((key) => {
      const {
        playbook = "site.yaml",
        play,
        role,
        handler,
      } = handlerName(key) ?? { play: "damaged", role: "", handler: "" };
      const parts = [playbook === "site.yaml" ? "" : playbook, play, role ?? "", handler];
      return parts.filter((part) => part !== "").join(" / ");
    })
    .sort();
}

/** What a run has left on a host: locks, run folders and temporary files, relative to the host's folder. */
export function leftOn(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const left = all.filter((name) =>
    /\/provision\/(?!pending|async)[^/]+$|\/provision\/run\/[^/]+$|\/\.provision-[^/]*$/.test(`/${name}`),
  );
  return left
    .map((name) => name.replace(/run\/[0-9a-f]{12}$/, "run/RUN"))
    .filter((name) => !name.endsWith("/run"))
    .sort();
}

function stateEntries(folder: string, name: string): string[] {
  const users = readdirSync(join(folder, "users")).map((user) => join(folder, "users", user));
  return [folder, ...users].flatMap((home) => {
    const at = join(home, ".local/state/provision", name);
    return existsSync(at) ? readdirSync(at).map((entry) => join(at, entry)) : [];
  });
}
