import { createHash } from "node:crypto";
import type { Outcome } from "../errors/fault.ts";

/** The bytes of a file on the controller, or of a string. Size and digest are known before any byte is sent. */
export interface Content {
  /** A human-readable name: the path, or "inline". */
  readonly label: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
  /** The text for diffs, if it is small and valid UTF-8. */
  readonly text?: string;
  /** The bytes in order; may be opened more than once. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** A folder of the controller, with everything in it. Symbolic links are followed. */
export interface FolderContent {
  readonly label: string;
  /** Its own name. */
  readonly name: string;
  /** Whether what it contains is meant and not the folder itself: a slash ended the name. */
  readonly isOpen: boolean;
  /** The folders in it, by relative names; one comes before what it contains. */
  readonly folders: readonly string[];
  /** The files in it, by relative names. */
  readonly files: ReadonlyMap<string, Content>;
}

/** A member of an archive. */
export interface ArchiveMember {
  readonly type: "file" | "directory" | "link" | "hard link";
  /** Relative to the destination, which is the empty name. */
  readonly name: string;
  /** The name as the archive has it. */
  readonly raw: string;
  readonly mode: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** What a link contains, or the member that a hard link is another name of. */
  readonly target: string;
}

/** How a tar archive is compressed; `tar`: not at all. */
export type ArchiveFormat = "tar" | "gzip" | "xz" | "bzip2" | "zstd";

/** A file of the controller that is an archive, with what is in it; `problem` says why that cannot be read, as a clause. */
export interface ArchiveContent extends Content {
  readonly archive:
    { readonly format: ArchiveFormat; readonly members: readonly ArchiveMember[] } | { readonly problem: string };
}

/** A file of the controller that is to become the same as one of a host. */
export interface ReceivedFile {
  /** Its full path. */
  readonly path: string;
  /** What is there now. */
  readonly found: "absent" | Pick<Content, "size" | "sha256" | "text">;
  /** Why nothing can be stored there: a clause. */
  readonly problem?: string;
  /**
   * Stores the parts in their order, and gives them the file's name in one step after the last. Returns their SHA-256, in hex. If a part
   * is a fault, or the digest is not the `expected` one, what is there stays.
   */
  store(
    parts: AsyncIterable<Outcome<Uint8Array>>,
    expected: () => Promise<Outcome<string | undefined>>,
  ): Promise<Outcome<string>>;
}

export function isFolderContent(content: Content | FolderContent): content is FolderContent {
  return "files" in content;
}

/** Content from bytes in memory. Pass `text` if they are text and small enough to be shown. */
export function contentOfBytes(bytes: Uint8Array, label: string, text?: string): Content {
  return {
    label,
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    ...(text !== undefined && { text }),
    open: () => once(bytes),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
