import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:fs";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import type { Io } from "./io.ts";

/** A file system in memory: its files never reach a disk. */
const IN_MEMORY = "/dev/shm";

/**
 * Lets the user edit a text in a private folder and passes the result, and the path of the file, to `use`. Afterwards the folder is
 * removed, unless `use` fails: then it keeps the user's edit.
 */
export async function editText<T>(
  text: string,
  io: Io,
  use: (edited: string, file: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const folder = await mkdtemp(path.join(await folderFor(io), "provision-edit-"));
  const file = path.join(folder, "secrets.yaml");
  let keep = false;
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
    const edited = await runEditor(file, io);
    if (!edited.ok) return edited;
    const outcome = await use(await readFile(file, "utf8"), file);
    keep = !outcome.ok;
    return outcome;
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
  }
}

async function folderFor({ tmpdir }: Io): Promise<string> {
  const usable = await access(IN_MEMORY, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  return usable ? IN_MEMORY : tmpdir;
}

/** Runs the editor on the terminal. Interrupts from the keyboard are left to the editor; SIGTERM and SIGHUP are passed on. */
async function runEditor(file: string, { env }: Io): Promise<Outcome<undefined>> {
  const editor = [env["VISUAL"], env["EDITOR"]].find((name) => name !== undefined && name !== "") ?? "vi";
  const child = spawn("/bin/sh", ["-c", `${editor} "$1"`, "sh", file], {
    stdio: "inherit",
    env: { ...env, PROVISION_AGE_KEY: undefined },
  });
  const ignore = () => undefined;
  const terminate = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on("SIGINT", ignore).on("SIGTERM", terminate).on("SIGHUP", terminate);
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (code === 0) return good(undefined);
    return bad(secretsFault("secrets/editor", { editor, problem: signal ?? `exit status ${String(code)}` }));
  } finally {
    process.off("SIGINT", ignore).off("SIGTERM", terminate).off("SIGHUP", terminate);
  }
}
