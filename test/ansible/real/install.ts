import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { roomFile } from "../play/case.ts";

const execute = promisify(execFile);

/** Installs the pinned ansible-core into the user's cache, once. Returns the folder of its programs. */
export async function installAnsible(): Promise<string> {
  const requirements = roomFile("real/requirements.txt");
  const version = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "provision-ansible", version);
  const programs = join(folder, "bin");
  if (existsSync(join(programs, "ansible-playbook"))) return programs;
  try {
    await execute("python3", ["-m", "venv", folder]);
    await execute(join(programs, "pip"), ["install", "--quiet", "--requirement", requirements]);
    return programs;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error("ansible-core could not be installed. It needs Python 3.11 or newer with venv.", { cause: error });
  }
}
