import type { ArchiveMember } from "../../module/content.ts";
import type { ByteReader } from "./bytes.ts";

const BLOCK = 512;
/** Bytes of the longest extended header. */
const LONGEST = 1_048_576;
/** How many members an archive may have. */
const MOST = 100_000;

const SPARSE = "it has a file with holes that are left out, which not every tar can read";

/** The members of a tar archive, or why they cannot be read, as a clause. */
export async function tarMembers(reader: ByteReader): Promise<readonly ArchiveMember[] | string> {
  const members: ArchiveMember[] = [];
  let more: Attributes = {};
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header.length < BLOCK) return "it is incomplete";
    if (header.every((byte) => byte === 0)) break;
    if (!isHeader(header)) return "it is no tar archive, or damaged";
    const type = String.fromCharCode(header[156] ?? 0);
    const size = Number(more.size ?? numberAt(header, 124, 12));
    if (EXTENDED.has(type)) {
      const extended = await extension(type, size, reader);
      if (extended === undefined) return "it is incomplete, or has a header that is too long";
      if (Object.keys(extended).some((key) => key.startsWith("GNU.sparse."))) return SPARSE;
      more = { ...more, ...extended };
      continue;
    }
    const member = memberOf(header, type, more);
    if (typeof member === "string") return member;
    if (members.push(member) > MOST) return `it has more than ${MOST} members`;
    if (!(await reader.skip(padded(member.type === "file" ? size : 0)))) return "it is incomplete";
    more = {};
  }
  await reader.drain();
  return members;
}

interface Attributes {
  readonly path?: string;
  readonly linkpath?: string;
  readonly size?: string;
  readonly mtime?: string;
}

/** Headers that describe the next member, or all that follow. */
const EXTENDED = new Set(["x", "g", "L", "K"]);

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;

async function extension(type: string, size: number, reader: ByteReader): Promise<Attributes | undefined> {
  if (size > LONGEST) return undefined;
  const bytes = await reader.take(padded(size));
  if (bytes.length < padded(size)) return undefined;
  const text = bytes.subarray(0, size).toString("utf8");
  if (type === "L") return { path: text.replace(/\0[^]*$/, "") };
  if (type === "K") return { linkpath: text.replace(/\0[^]*$/, "") };
  return type === "g" ? {} : records(bytes.subarray(0, size));
}

/** Records `LENGTH KEY=VALUE`, each ended by a line break. */
function records(bytes: Buffer): Attributes {
  const found: Record<string, string> = {};
  for (let start = 0; start < bytes.length;) {
    const length = Number.parseInt(bytes.subarray(start, start + 10).toString("latin1"), 10);
    if (!(length > 0)) break;
    const record = bytes.subarray(start, start + length - 1).toString("utf8");
    const [, key = "", value = ""] = /^\d+ ([^=]*)=([^]*)$/.exec(record) ?? [];
    found[key] = value;
    start += length;
  }
  return found;
}

/** Whether the sum of the bytes is the one that the header says. */
function isHeader(header: Buffer): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === numberAt(header, 148, 8);
}

/** A number in octal, or in base 256 if the first bit is set. */
function numberAt(header: Buffer, start: number, length: number): number {
  const bytes = header.subarray(start, start + length);
  if (((bytes[0] ?? 0) & 0x80) === 0) return Number.parseInt(textAt(header, start, length).trim() || "0", 8);
  return bytes.subarray(1).reduce((total, byte) => total * 256 + byte, (bytes[0] ?? 0) & 0x7f);
}

function textAt(header: Buffer, start: number, length: number): string {
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? length : end).toString("utf8");
}

const TYPES: Readonly<Record<string, ArchiveMember["type"]>> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "1": "hard link",
  "2": "link",
  "5": "directory",
};

function memberOf(header: Buffer, letter: string, more: Attributes): ArchiveMember | string {
  const isPosix = header.subarray(257, 263).toString("latin1") === "ustar\0";
  const prefix = isPosix ? textAt(header, 345, 155) : "";
  const short = textAt(header, 0, 100);
  const raw = more.path ?? (prefix === "" ? short : `${prefix}/${short}`);
  const target = more.linkpath ?? textAt(header, 157, 100);
  const known = TYPES[letter];
  if (known === undefined) return `${raw} in it is a device, a pipe or another thing that is not unpacked`;
  if (/[\n\uFFFD]/.test(raw + target)) return "it has a name with a line break, or one that is not UTF-8";
  const type = known === "file" && raw.endsWith("/") ? "directory" : known;
  return {
    type,
    name: plain(raw),
    raw,
    mode: numberAt(header, 100, 8) & 0o7777,
    size: type === "file" ? Number(more.size ?? numberAt(header, 124, 12)) : 0,
    time: Math.floor(Number(more.mtime ?? numberAt(header, 136, 12))),
    target: type === "hard link" ? plain(target) : target,
  };
}

/** Without `./` at the beginning and the slash at the end. */
function plain(name: string): string {
  return name
    .replace(/^(\.\/)+/, "")
    .replace(/^\.$/, "")
    .replace(/(.)\/+$/, "$1");
}
