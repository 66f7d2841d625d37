import { type Content, contentOfBytes } from "../../module/content.ts";
import { requireUnicode } from "../../module/unicode.ts";

/** A string as content to send. */
export function textContent(text: string, label: string): Content {
  return contentOfBytes(Buffer.from(requireUnicode(text), "utf8"), label, text);
}

/** Reads the whole content as a string. */
export async function textOfContent(content: Content): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
