import type { Readable } from "node:stream";

/** Bytes kept of each end of one answer. */
const KEEP = 1024 * 1024;

export interface Section {
  readonly text: string;
  /** What stands behind the mark on its line. */
  readonly trailer: string;
  readonly omitted: number;
}

interface Wanted {
  readonly mark: Buffer;
  readonly resolve: (section: Section) => void;
  readonly reject: (error: Error) => void;
}

/** Cuts a stream into sections at marks that were announced, in their order. */
export class Output {
  #wanted: Wanted[] = [];
  #ended = false;
  #buffer: Buffer = Buffer.alloc(0);
  /** No mark begins before this offset of the buffer. */
  #scanned = 0;
  readonly #head: Buffer[] = [];
  #headSize = 0;
  #omitted = 0;

  constructor(stream: Readable) {
    stream.on("data", (chunk: Buffer) => this.#take(chunk));
    const end = () => this.#end();
    stream.on("end", end).on("close", end).on("error", end);
  }

  /** The text up to the next line that begins with the mark. Rejects when the stream ends before it. */
  until(mark: string): Promise<Section> {
    return new Promise((resolve, reject) => {
      this.#wanted.push({ mark: Buffer.from(mark), resolve, reject });
      this.#search();
      if (this.#ended) this.#rejectAll();
    });
  }

  /** What has come since the last mark: the last words of a shell that ended. */
  rest(): string {
    return this.#buffer.toString("utf8");
  }

  #take(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#search();
  }

  #search(): void {
    for (let wanted = this.#wanted[0]; wanted; wanted = this.#wanted[0]) {
      const start = this.#buffer.indexOf(wanted.mark, this.#scanned);
      const end = start < 0 ? -1 : this.#buffer.indexOf(0x0a, start);
      if (end < 0) {
        this.#scanned = start < 0 ? Math.max(0, this.#buffer.length - wanted.mark.length) : start;
        this.#shrink();
        return;
      }
      this.#wanted.shift();
      wanted.resolve(this.#section(start, wanted.mark.length, end));
      this.#buffer = this.#buffer.subarray(end + 1);
      this.#scanned = 0;
    }
  }

  #section(start: number, markLength: number, lineEnd: number): Section {
    // The mark stands on a line of its own: the line break before it is not the script's.
    const end = start > 0 && this.#buffer[start - 1] === 0x0a ? start - 1 : start;
    const section = {
      text: this.#text(this.#buffer.subarray(0, end)),
      trailer: this.#buffer
        .subarray(start + markLength, lineEnd)
        .toString("latin1")
        .trim(),
      omitted: this.#omitted,
    };
    this.#head.length = 0;
    this.#headSize = 0;
    this.#omitted = 0;
    return section;
  }

  /** Where the middle was left out, the text says so. */
  #text(rest: Buffer): string {
    if (this.#omitted === 0) return Buffer.concat([...this.#head, rest]).toString("utf8");
    const end = rest.subarray(-KEEP);
    this.#omitted += rest.length - end.length;
    return `${Buffer.concat(this.#head).toString("utf8")}\n[${this.#omitted} bytes left out]\n${end.toString("utf8")}`;
  }

  /** Keeps the first and the last bytes of a long answer; never touches what may be the beginning of a mark. */
  #shrink(): void {
    if (this.#scanned < 2 * KEEP) return;
    const rest = KEEP - this.#headSize;
    this.#head.push(Buffer.from(this.#buffer.subarray(0, rest)));
    this.#headSize += rest;
    const drop = this.#scanned - rest - KEEP;
    this.#omitted += drop;
    this.#buffer = Buffer.from(this.#buffer.subarray(rest + drop));
    this.#scanned = KEEP;
  }

  #end(): void {
    this.#ended = true;
    this.#rejectAll();
  }

  #rejectAll(): void {
    const waiting = this.#wanted;
    this.#wanted = [];
    for (const { reject } of waiting) reject(new Error("the stream ended before the answer did"));
  }
}
