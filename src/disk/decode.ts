import { isUtf8 } from "node:buffer";

/** Bytes that are not text: what they are, and where they begin. `line` and `col` count from 1, `offset` from 0. */
export interface BadBytes {
  readonly what: string;
  readonly offset: number;
  readonly line: number;
  readonly col: number;
}

const LINE_FEED = 0x0a;
const UTF_16 = "UTF-16, not UTF-8";

/** Decodes UTF-8, without a byte order mark at its start. */
export function decode(
  bytes: Buffer,
): { readonly is: "text"; readonly text: string } | ({ readonly is: "bad-bytes" } & BadBytes) {
  const bad = findBadBytes(bytes);
  if (bad) return { is: "bad-bytes", ...bad };
  return { is: "text", text: bytes.toString("utf8").replace(/^\uFEFF/, "") };
}

function findBadBytes(bytes: Buffer): BadBytes | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return at(bytes, 0, UTF_16);
  if (!isUtf8(bytes)) {
    const offset = firstInvalid(bytes);
    return at(bytes, offset, `the byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, "0")}, which is not UTF-8`);
  }
  const zero = bytes.indexOf(0);
  if (zero < 0) return undefined;
  const everyOther = zero <= 1 && bytes[zero + 2] === 0;
  return at(bytes, zero, everyOther ? UTF_16 : "a NUL byte");
}

/** The start of the first invalid sequence. No sequence contains a line end, so lines can be checked one by one. */
function firstInvalid(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0 && isUtf8(bytes.subarray(start, end));) {
    start = end + 1;
    end = bytes.indexOf(LINE_FEED, start);
  }
  while (isUtf8(bytes.subarray(start, start + sequenceLength(bytes[start])))) start += sequenceLength(bytes[start]);
  return start;
}

function sequenceLength(lead = 0): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

function at(bytes: Buffer, offset: number, what: string): BadBytes {
  const lineStart = offset === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, offset - 1) + 1;
  let line = 1;
  for (
    let index = bytes.indexOf(LINE_FEED);
    index >= 0 && index < offset;
    index = bytes.indexOf(LINE_FEED, index + 1)
  ) {
    line++;
  }
  return { what, offset, line, col: bytes.toString("utf8", lineStart, offset).length + 1 };
}
