import type { Content } from "../../../../module/content.ts";

/** Bytes: each content begins at a multiple of it, where dd finds it at once. */
export const BLOCK = 4096;

export function blocksOf({ size }: Content): number {
  return Math.ceil(size / BLOCK);
}

/** Several contents as one, each filled up to a whole block. */
export function joined(label: string, contents: readonly Content[]): Content {
  const size = contents.reduce((sum, content) => sum + blocksOf(content) * BLOCK, 0);
  return { label, size, sha256: "", open: () => bytesOf(contents) };
}

async function* bytesOf(contents: readonly Content[]): AsyncGenerator<Uint8Array> {
  for (const content of contents) {
    let size = 0;
    for await (const chunk of content.open()) {
      size += chunk.length;
      yield chunk;
    }
    // A file that has changed meanwhile: what is missing at the end is noticed.
    if (size !== content.size) return;
    const rest = blocksOf(content) * BLOCK - size;
    if (rest > 0) yield new Uint8Array(rest);
  }
}
