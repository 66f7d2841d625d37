import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ArchiveContent, Content } from "../../module/content.ts";
import { ByteReader } from "./bytes.ts";
import { tarMembers } from "./tar.ts";

/** The beginnings of formats that only programs of the target can unpack. */
const OTHERS = [
  { name: "xz", start: "fd377a585a00" },
  { name: "bzip2", start: "425a68" },
  { name: "zstd", start: "28b52ffd" },
  { name: "zip", start: "504b03" },
  { name: "zip", start: "504b05" },
] as const;

/** Reads which members an archive has. Its content is sent as it is. */
export async function archiveContent(content: Content): Promise<ArchiveContent> {
  return { ...content, archive: await listing(content) };
}

async function listing(content: Content): Promise<ArchiveContent["archive"]> {
  const start = (await new ByteReader(content.open()).take(6)).toString("hex");
  const other = OTHERS.find((one) => start.startsWith(one.start));
  if (other) return { problem: `${other.name} is read only on the target` };
  const format = start.startsWith("1f8b") ? "gzip" : "tar";
  const bytes = format === "gzip" ? unzipped(content) : content.open();
  try {
    const members = await tarMembers(new ByteReader(bytes));
    return typeof members === "string" ? { problem: members } : { format, members };
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      return { problem: "its compressed bytes are damaged or incomplete" };
    throw error;
  }
}

function unzipped(content: Content): AsyncIterable<Uint8Array> {
  const source = Readable.from(content.open());
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}
