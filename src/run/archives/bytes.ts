/** Reads bytes of a stream in pieces of a wanted length. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes; fewer at the end. */
  async take(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let missing = length;
    while (missing > 0 && (await this.#fill())) {
      const piece = this.#rest.subarray(0, missing);
      pieces.push(piece);
      missing -= piece.length;
      this.#rest = this.#rest.subarray(piece.length);
    }
    return Buffer.concat(pieces);
  }

  /** Leaves out bytes. Returns whether there were so many. */
  async skip(length: number): Promise<boolean> {
    let missing = length;
    while (missing > 0 && (await this.#fill())) {
      const skipped = Math.min(missing, this.#rest.length);
      missing -= skipped;
      this.#rest = this.#rest.subarray(skipped);
    }
    return missing === 0;
  }

  /** Reads the rest, so that what decompresses it notices an error in it. */
  async drain(): Promise<void> {
    while (await this.#fill()) this.#rest = Buffer.alloc(0);
  }

  /** Ends what the bytes come from, if some are left. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      this.#rest = Buffer.from(next.value);
    }
    return true;
  }
}
