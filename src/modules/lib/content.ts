import { type Content, contentOfBytes } from "../../module/content.ts";

/** A text as bytes to send. */
export function textContent(text: string, label: string): Content {
  return contentOfBytes(Buffer.from(text, "utf8"), label, text);
}
