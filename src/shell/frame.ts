import { createHash } from "node:crypto";
import { onlyReads, type Script } from "../module/script.ts";

/** One script of a request. */
export interface Part {
  readonly script: Script;
  /** A random string that ends the script's answer on both streams. */
  readonly mark: string;
  /** Counts the scripts of a shell; part of the names of temporary files. */
  readonly number: number;
  /** The script runs in the shell itself, so that the following scripts can use what it defines. */
  readonly lasting?: true;
  /** These run in the shell itself before the script, and are no part of its answer. */
  readonly before: readonly Script[];
}

/** What makes a request one of ours. */
export interface Keys {
  /** What the request before this one has set; empty for the first one. */
  readonly key: string;
  /** What the next request needs: random letters and digits. */
  readonly next: string;
}

/**
 * The bytes of one request: a header with length and digest, then all its scripts. The digest includes the key that the request before
 * has set, so that nobody can write a request into a file: if the program that takes an upload dies, the shell reads the rest of it.
 */
export function frame(parts: readonly Part[], { key, next }: Keys): Buffer {
  // The loop would lose line breaks at the end.
  const body = Buffer.from(
    `request_key=${next}\n[ -n "\${only_reading-}" ] || unanswered=\n${parts.map(piece).join("")}:`,
  );
  const digest = createHash("sha256").update(key).update(body).digest("hex");
  return Buffer.concat([Buffer.from(`${body.length} ${digest}\n`), body]);
}

/**
 * A script runs in its own subshell. Its standard input is its upload, or empty. What the script leaves unread of the upload is
 * drained, so that the shell finds the beginning of the next request. If a script that only reads ends with the status 124, it has waited for
 * a program in vain: the scripts after it find that in `unanswered` and need not wait, those of the same request in a run, all in check mode.
 */
function piece({ script, mark, number, lasting, before }: Part): string {
  const group = lasting ? `{\n${script.text}\n}` : `(\n${script.text}\n)`;
  const run = script.upload
    ? `take ${script.upload.size} | {\n${group}\nstatus=$?\ncat >/dev/null\n(exit $status)\n}`
    : `${group} </dev/null`;
  const first = before.map(({ text }) => `${text}\n`).join("");
  const waited = onlyReads(script) ? "[ $status != 124 ] || unanswered=yes\n" : "";
  return `${first}script_number=${number}\n${run}\nstatus=$?\n${waited}printf '\\n%s %d\\n' ${mark} $status\nprintf '\\n%s\\n' ${mark} >&2\n`;
}
