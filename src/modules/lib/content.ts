import { createHash } from "node:crypto";
import type { Content } from "../../module/content.ts";

/** A text as bytes to send. */
export function textContent(text: string, label: string): Content {
  const bytes = Buffer.from(text, "utf8");
  return {
    label,
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    text,
    // eslint-disable-next-line @typescript-eslint/require-await -- the bytes are all here
    open: async function* () {
      yield bytes;
    },
  };
}
