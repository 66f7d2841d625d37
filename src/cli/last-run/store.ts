import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { parseJson } from "../../model/parse-json.ts";
import type { Identity } from "../../plan/start/identity.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";

const fault = faultsOf(cliErrors);

/** What a run leaves for `--limit @failed` and `--resume`. */
export interface LastRun {
  readonly version: 1;
  /** When it began, as in ISO 8601. */
  readonly began: string;
  /** The hosts that failed or could not be reached, and where each of them stopped: an index of `stops`, or null at the beginning. */
  readonly hosts: Readonly<Record<string, number | null>>;
  readonly stops: readonly Identity[];
  /** A hash of each file with tasks, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** The size limit of one record in bytes, and how many are kept. */
const MAX_BYTES = 4 * 1024 * 1024;
const KEPT = 100;

/** What the record of a run is found by. */
type RecordedRun = Pick<RunOptions, "playbooks" | "inventories">;

/** Reads the record of the last run of the same playbooks with the same inventories, in this folder. */
export async function readLastRun(options: RecordedRun, io: Io): Promise<Outcome<LastRun>> {
  const file = await fileOf(options, io);
  const found = await lstat(file).catch(() => undefined);
  if (!found) return bad(fault("cli/no-last-run", { playbooks: options.playbooks }));
  const unsafe = !found.isFile() || (found.mode & 0o022) !== 0 || found.uid !== (process.getuid?.() ?? found.uid);
  if (unsafe) return bad(fault("cli/unsafe-last-run", { file }));
  const text = found.size > MAX_BYTES ? "" : await readFile(file, "utf8").catch(() => "");
  const parsed = parseJson(text);
  const record = parsed.ok ? (parsed.value as Partial<LastRun> | null) : undefined;
  // Only this program writes the file, and only as a whole.
  return record?.version === 1 ? good(record as LastRun) : bad(fault("cli/broken-last-run", { file }));
}

/** Replaces the record. Returns the fault if it cannot be written. */
export async function writeLastRun(record: LastRun, options: RunOptions, io: Io): Promise<Fault | undefined> {
  const file = await fileOf(options, io);
  const text = `${JSON.stringify(record)}\n`;
  const temporary = `${file}.${io.randomId()}`;
  try {
    if (Buffer.byteLength(text) > MAX_BYTES) throw new Error("it would be larger than 4 MiB");
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
    await rename(temporary, file);
    await removeOldest(path.dirname(file));
    return undefined;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return fault("cli/run-not-recorded", { file, problem: error instanceof Error ? error.message : String(error) });
  }
}

async function removeOldest(folder: string): Promise<void> {
  const files = (await readdir(folder)).map((name) => path.join(folder, name));
  if (files.length <= KEPT) return;
  const aged = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
  aged.sort((one, other) => other.at - one.at);
  for (const { file } of aged.slice(KEPT)) await rm(file, { force: true });
}

/** A file in the user's own state folder, named by the project's folder, its playbooks and its inventories. */
async function fileOf({ playbooks, inventories }: RecordedRun, { env, home, cwd }: Io): Promise<string> {
  const states = env["XDG_STATE_HOME"] ?? "";
  const state = path.isAbsolute(states) ? states : path.join(home, ".local/state");
  const root = await realpath(cwd).catch(() => cwd);
  const names = [playbooks, inventories].map((paths) => paths.map((one) => path.resolve(root, one)));
  const key = createHash("sha256").update(JSON.stringify([root, ...names]));
  return path.join(state, "provision/last-runs", `${key.digest("hex").slice(0, 32)}.json`);
}
