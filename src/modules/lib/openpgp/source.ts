import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import { read, type Script } from "../../../module/script.ts";
import { FETCH } from "../fetch.ts";
import type { Fields } from "../script-output.ts";
import { tail } from "../script-output.ts";

/** Bytes beyond which a file of keys is not read. */
export const LARGEST = 1_048_576;

/** Prints the bytes of a file of keys: `key BASE64`, or `key-status missing`. */
export function showKeyFile(path: string): Script<"read"> {
  return read`if [ -f ${path} ]; then printf 'key %s\\n' "$(head -c ${LARGEST + 1} <${path} | base64 | tr -d '\\n')"; else echo 'key-status missing'; fi`;
}

/** Prints what a URL answers, `key BASE64`, and the program's status, `key-status STATUS`. */
export function fetchKeys(url: string): Script<"read"> {
  return read`${FETCH}
{ key=$({ fetch ${url} 30; echo "key-status $?" >&4; } | head -c ${LARGEST + 1} | base64 | tr -d '\\n'); } 4>&1
printf 'key %s\\n' "$key"`;
}

/** The bytes that one of these has printed; undefined if none ran. `from` is the path or the URL. */
export function shownKeys(from: string, output: Fields, { stderr }: Answer): Outcome<Buffer | undefined> {
  const status = output.get("key-status");
  if (status === "missing") return bad(systemFault("modules/no-key-file", { path: from }, { missing: true }));
  if (status === "127") {
    const install = "`package: {name: curl}`";
    return bad(
      systemFault("modules/no-program", { program: "curl or wget", what: "fetch the key", install }, { missing: true }),
    );
  }
  const key = output.get("key");
  const bytes = key === undefined ? undefined : Buffer.from(key, "base64");
  if ((status !== undefined && status !== "0") || (bytes?.length ?? 0) > LARGEST) {
    const extras = { details: tail(stderr), missing: true };
    return bad(systemFault("modules/key-not-fetched", { url: from, status: Number(status) }, extras));
  }
  return good(bytes);
}
