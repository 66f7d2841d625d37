import { TextDecoder } from "node:util";

/** A body as text; `problem` says what is wrong with it: it completes "the body … ". */
export interface DecodedText {
  readonly text: string;
  readonly problem?: string;
}

/** Marks at the beginning of a text that tell its encoding. They win over what a header says. */
const MARKS: readonly (readonly [encoding: string, bytes: Buffer])[] = [
  ["utf-8", Buffer.from([0xef, 0xbb, 0xbf])],
  ["utf-16be", Buffer.from([0xfe, 0xff])],
  ["utf-16le", Buffer.from([0xff, 0xfe])],
];

/**
 * Decodes a body in the character set that its mark or its Content-Type names, else as UTF-8. Never fails: faulty bytes become U+FFFD, and
 * the result says so. The end of a body that is `truncated` may be a part of a character, and is left out.
 */
export function decodeText(bytes: Buffer, type: string, truncated: boolean): DecodedText {
  const named = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1];
  const mark = MARKS.find(([, start]) => bytes.subarray(0, start.length).equals(start))?.[0];
  const decoder = decoderOf(mark ?? named ?? "utf-8");
  const problem = `is in the character set ${named ?? ""}, which is unknown: it was read as UTF-8`;
  if (!decoder) return { text: decoded("utf-8", bytes, truncated).text, problem };
  return decoded(decoder.encoding, bytes, truncated);
}

function decoderOf(encoding: string): TextDecoder | undefined {
  try {
    return new TextDecoder(encoding);
  } catch {
    return undefined;
  }
}

function decoded(encoding: string, bytes: Buffer, truncated: boolean): DecodedText {
  // Decoded at once instead of as a stream, Node.js reads windows-1252 as ISO-8859-1: no € and no quotation marks.
  const stream = truncated || encoding === "windows-1252";
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream }) };
  } catch {
    const text = new TextDecoder(encoding).decode(bytes, { stream });
    return { text, problem: `is not valid ${encoding.toUpperCase()}: faulty bytes were replaced by U+FFFD` };
  }
}
