import { createHash } from "node:crypto";
import type { Script } from "../module/script.ts";

/** One script of a request and what is random about it: the mark that ends its answer on both streams. */
export interface Part {
  readonly script: Script;
  readonly mark: string;
  /** Counts the scripts of a connection: temporary names are made of it. */
  readonly number: number;
  /** Evaluated in the shell itself, so that what it defines stays for the scripts that follow. */
  readonly lasting?: true;
}

/** The bytes of one request: a header with length and digest, then all its scripts. */
export function frame(parts: readonly Part[]): Buffer {
  const body = Buffer.from(parts.map(piece).join(""));
  const digest = createHash("sha256").update(body).digest("hex");
  return Buffer.concat([Buffer.from(`${body.length} ${digest}\n`), body]);
}

/**
 * A script runs in a subshell of its own, its standard input empty or exactly its upload. What it leaves of the upload is drained, so
 * that the next request is found where it begins.
 */
function piece({ script, mark, number, lasting }: Part): string {
  const group = lasting ? `{\n${script.text}\n}` : `(\n${script.text}\n)`;
  const run = script.upload
    ? `head -c ${script.upload.size} | {\n${group}\ne=$?\ncat >/dev/null\n(exit $e)\n}`
    : `${group} </dev/null`;
  return `k=${number}\n${run}\ne=$?\nprintf '\\n%s %d\\n' ${mark} $e\nprintf '\\n%s\\n' ${mark} >&2\n`;
}
