import type { ArchiveContent, Content } from "../../module/content.ts";
import { ByteReader } from "./bytes.ts";
import { decompressedBy, gunzipped, NotDecompressed } from "./decompressed.ts";
import { tarMembers } from "./tar.ts";

/** The beginnings of compressed formats, in hex. */
const FORMATS = [
  ["gzip", "1f8b"],
  ["xz", "fd377a585a00"],
  ["bzip2", "425a68"],
  ["zstd", "28b52ffd"],
] as const;

const ZIP = /^504b0[35]/;

/** Reads which members an archive has. Its content is sent as it is. */
export async function archiveContent(content: Content): Promise<ArchiveContent> {
  return { ...content, archive: await listing(content) };
}

async function listing(content: Content): Promise<ArchiveContent["archive"]> {
  const start = (await new ByteReader(content.open()).take(6)).toString("hex");
  if (ZIP.test(start)) return { problem: "it is a zip file" };
  const format = FORMATS.find(([, first]) => start.startsWith(first))?.[0] ?? "tar";
  const reader = new ByteReader(plainBytes(format, content));
  try {
    const members = await tarMembers(reader);
    return typeof members === "string" ? { problem: members } : { format, members };
  } catch (error) {
    if (error instanceof NotDecompressed) return { problem: error.message };
    throw error;
  } finally {
    await reader.close();
  }
}

function plainBytes(format: "tar" | (typeof FORMATS)[number][0], content: Content): AsyncIterable<Uint8Array> {
  if (format === "tar") return content.open();
  return format === "gzip" ? gunzipped(content) : decompressedBy(format, content);
}
