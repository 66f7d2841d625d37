import { createHash, randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Io } from "../io.ts";

const fault = faultsOf(cliErrors);

const VARIABLE = "PROVISION_PLAN_KEY";
const SHORTEST = 32;
const BYTES = 32;

/** The key of plans: that of the environment, for machines that share plans, else the user's own, which is made once. */
export async function planKey({ env, home }: Pick<Io, "env" | "home">): Promise<Outcome<Buffer>> {
  const given = env[VARIABLE] ?? "";
  if (given !== "" && given.length < SHORTEST) return bad(fault("cli/plan-key-short", { least: SHORTEST }));
  if (given !== "") return good(createHash("sha256").update(given).digest());
  const states = env["XDG_STATE_HOME"] ?? "";
  const state = path.isAbsolute(states) ? states : path.join(home, ".local/state");
  const file = path.join(state, "provision/plan-key");
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, randomBytes(BYTES).toString("hex"), { mode: 0o600, flag: "wx" }).catch(unlessThere);
    const found = await lstat(file);
    const isOwn = found.isFile() && (found.mode & 0o077) === 0 && found.uid === (process.getuid?.() ?? found.uid);
    const key = isOwn ? Buffer.from(await readFile(file, "utf8"), "hex") : Buffer.alloc(0);
    return key.length === BYTES
      ? good(key)
      : bad(fault("cli/plan-key", { file, problem: "it is not a key of your own" }));
  } catch (error) {
    return bad(fault("cli/plan-key", { file, problem: error instanceof Error ? error.message : String(error) }));
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

/** What tells keys apart without telling anything of them. */
export function nameOfKey(key: Buffer): string {
  return createHash("sha256").update("plan-key").update(key).digest("hex").slice(0, 16);
}
