import { createHash } from "node:crypto";
import { shellFault } from "../errors/catalogue/shell.ts";
import type { Fault } from "../errors/fault.ts";
import type { Answer } from "../module/answer.ts";
import type { Script } from "../module/script.ts";
import { write } from "../module/script.ts";

/** A handler that was notified and has not run yet, as a host remembers it. */
export interface PendingHandler {
  /** Identifies it. ASCII characters only, no slash and no blank. */
  readonly key: string;
  /** The section of the play that notified it; undefined in the first layout. */
  readonly section?: string;
  /** Who started the run that notified it, where and when; undefined in the first layout. */
  readonly by?: string;
  /** The file on the host. */
  readonly path: string;
}

/** Remembers a handler before the change that notifies it is made. */
export function rememberHandler(key: string, section: string, by: string): Script<"write"> {
  return write`remember ${fileOf(key)} ${key} ${section} ${by.replaceAll(/\p{Control}/gu, " ")}`;
}

/** The fault of a script that ended because the host cannot remember a handler; undefined if it did not. It has changed nothing. */
export function rememberFault({ exit, stderr }: Answer, host: string): Fault | undefined {
  const [, output = "", folder = ""] =
    (exit === 74 && /^(.*)\bprovision-cannot-remember (.*)$/s.exec(stderr.trim())) || [];
  return folder === ""
    ? undefined
    : shellFault("shell/handler-not-kept", {
        host,
        folder,
        output: output.trim(),
      });
}

export function forgetHandler(key: string): Script<"write"> {
  return write`rm -f -- "$base/pending/"${fileOf(key)}`;
}

/** Keys contain names that people write, which may be longer than a file name can be. */
function fileOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/**
 * Reads what `list_pending` of state-folder.sh prints: for each file its path after `=`, then its lines after a blank. Returns the path
 * of the first file that no run can have written as a string.
 */
export function parsePending(listing: string): PendingHandler[] | string {
  const handlers: PendingHandler[] = [];
  for (const entry of listing.split(/^=/m).slice(1)) {
    const [path = "", ...lines] = entry.replace(/\n$/, "").split("\n");
    const [key = "", section, by] = lines.map((line) => line.slice(1));
    const isNamedByKey = path.endsWith(`/${fileOf(key)}`);
    if (!isNamedByKey || !isWritten(namesIn(key), lines.length)) return path;
    handlers.push({
      key,
      path,
      ...(section !== undefined && { section }),
      ...(by !== undefined && { by }),
    });
  }
  return handlers;
}

/**
 * Whether a run writes a file of so many lines for a key of so many names. The first layout had three names and nothing else, the second
 * had no project. A key with more names is that of a later version, whatever follows it.
 */
function isWritten(names: number, lines: number): boolean {
  if (lines === 1) return names === 3;
  return names > 5 || (names > 3 && lines === 3);
}

/** The number of encoded names in a key; 0 if it is none. */
function namesIn(key: string): number {
  try {
    return /^[!-~]*$/.test(key) ? key.split("@").map(decodeURIComponent).length : 0;
  } catch {
    return 0;
  }
}
