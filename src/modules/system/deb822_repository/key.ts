import { createHash } from "node:crypto";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { read, type Script } from "../../../module/script.ts";
import { FETCH } from "../../lib/fetch.ts";
import type { Fields } from "../../lib/script-output.ts";
import { putBytes } from "../../lib/small-files/bytes.ts";
import { keyFile } from "./stanza.ts";
import type { Args } from "./args.ts";

/** Bytes beyond which an answer is no key. */
const LIMIT = 262_144;

/** A key that a URL answers. */
export interface Key {
  readonly path: string;
  /** Undefined if it is stored already. */
  readonly base64?: string;
  readonly sha256: string;
  readonly size: number;
}

/** The URL of the key, if it is to be fetched. */
export function keyUrl({ state, signed_by = "" }: Args): string | undefined {
  return state === "present" && /^\s*https?:/.test(signed_by) ? signed_by.trim() : undefined;
}

/** The line of the sources that says which key was fetched from where. */
export function keyComment(sha256: string, url: string): string {
  return `# Key: ${sha256} ${url}`;
}

/** Prints `kept PATH SHA256 SIZE` and sets `kept` if the sources say that `$file`, with the digest `$sum`, is from the URL. */
export function keepKey(sources: string, url: string): Script<"read"> {
  return read`if [ -f ${sources} ] && grep -qxF -e "# Key: $sum "${url} -- ${sources}; then
kept=yes
printf 'kept %s %s %s\\n' "$file" "$sum" "$(wc -c <"$file")"
fi`;
}

/** Prints `key-status STATUS`, or none if there is no program for it, and `key BASE64`. No file is written. */
export function fetchKey(url: string): Script<"read"> {
  return read`{
${FETCH}
{ key=$({ fetch ${url} 30; echo "key-status $?" >&4; } | head -c ${LIMIT + 1} | base64 | tr -d '\\n'); } 4>&1
printf 'key %s\\n' "$key"
}`;
}

/** The key that was fetched; undefined if none was to be. */
export function keyOf(args: Args, output: Fields, details: readonly string[]): Outcome<Key | undefined> {
  const url = keyUrl(args);
  if (url === undefined) return good(undefined);
  const [path, digest, bytesThere] = output.get("kept")?.split(" ") ?? [];
  if (path !== undefined && digest !== undefined) return good({ path, sha256: digest, size: Number(bytesThere) });
  const status = output.get("key-status");
  if (status === "127") {
    const install = "`package: {name: curl}`";
    return bad(
      systemFault("modules/no-program", { program: "curl or wget", what: "fetch the key", install }, { missing: true }),
    );
  }
  const base64 = output.get("key") ?? "";
  const bytes = Buffer.from(base64, "base64");
  if (status !== "0" || bytes.length > LIMIT)
    return bad(systemFault("modules/key-not-fetched", { url, status: Number(status) }, { details, missing: true }));
  const format = formatOf(bytes);
  if (format === undefined) return bad(systemFault("modules/no-key", { url }));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return good({ path: keyFile(args, format), base64, sha256, size: bytes.length });
}

/** The end of the name by which apt knows the format; undefined if this is no public key. */
function formatOf(bytes: Buffer): "asc" | "gpg" | undefined {
  if (bytes.includes("-----BEGIN PGP PUBLIC KEY BLOCK-----")) return "asc";
  // The first packet of a binary key: of the old or the new format, with a public key.
  return [0x98, 0x99, 0x9a, 0xc6].includes(bytes[0] ?? 0) ? "gpg" : undefined;
}

export function putKey({ path, base64 = "" }: Key): Script<"write"> {
  return putBytes(path, Buffer.from(base64, "base64"), 0o644);
}
