import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Content } from "../../module/content.ts";

/** Why an archive's bytes cannot be decompressed: a clause. */
export class NotDecompressed extends Error {}

const DAMAGED = "its compressed bytes are damaged or incomplete";

export async function* gunzipped(content: Content): AsyncIterable<Uint8Array> {
  const source = Readable.from(content.open());
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw new NotDecompressed(DAMAGED);
    throw error;
  }
}

/** What a program of the controller makes of it, for formats that Node does not know. */
export async function* decompressedBy(program: string, content: Content): AsyncIterable<Uint8Array> {
  const child = spawn(program, ["-dc"], { stdio: ["pipe", "pipe", "ignore"] });
  const end = once(child, "close").then(([code]) => (code === 0 ? undefined : DAMAGED), missing(program));
  // If the program ends early, its exit status says why.
  const sent = pipeline(Readable.from(content.open()), child.stdin).catch((error: unknown) => error);
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    const problem = await end;
    if (problem !== undefined) throw new NotDecompressed(problem);
    const error = await sent;
    if (error instanceof Error) throw error;
  } finally {
    child.kill();
  }
}

function missing(program: string): (error: unknown) => string {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return `${program}, which decompresses it, is not installed on the controller`;
    throw error;
  };
}
