import type { Readable } from "node:stream";

/** How many bytes of each end of a long answer are kept. */
const KEEP = 1024 * 1024;

/** The output up to a mark. */
export interface Section {
  readonly text: string;
  /** The rest of the mark's line. */
  readonly trailer: string;
  /** Bytes left out of the middle. */
  readonly omitted: number;
}

interface PendingSection {
  readonly mark: Buffer;
  readonly resolve: (section: Section) => void;
  readonly reject: (error: Error) => void;
}

/** Splits a stream into sections at announced marks, which must come in the order of their announcement. */
export class Output {
  #pending: PendingSection[] = [];
  #ended = false;
  #buffer: Buffer = Buffer.alloc(0);
  /** No mark begins before this offset in the buffer. */
  #scanned = 0;
  readonly #head: Buffer[] = [];
  #headSize = 0;
  #omitted = 0;
  #received = 0;

  constructor(stream: Readable) {
    stream.on("data", (chunk: Buffer) => this.#append(chunk));
    const end = () => this.end();
    stream.on("end", end).on("close", end).on("error", end);
  }

  /** Resolves to the text before the next line that begins with the mark. Rejects if the stream ends first. */
  until(mark: string): Promise<Section> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ mark: Buffer.from(mark), resolve, reject });
      this.#search();
      if (this.#ended) this.#rejectAll();
    });
  }

  /** The output since the last mark: the last output of a shell that has ended. */
  rest(): string {
    return this.#buffer.toString("utf8");
  }

  /** Counts the bytes that have arrived. */
  get received(): number {
    return this.#received;
  }

  /** Rejects what has not been answered yet, although the stream has not ended. */
  end(): void {
    this.#ended = true;
    this.#rejectAll();
  }

  #append(chunk: Buffer): void {
    this.#received += chunk.length;
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#search();
  }

  #search(): void {
    for (let pending = this.#pending[0]; pending; pending = this.#pending[0]) {
      const start = this.#buffer.indexOf(pending.mark, this.#scanned);
      const end = start < 0 ? -1 : this.#buffer.indexOf(0x0a, start);
      if (end < 0) {
        this.#scanned = start < 0 ? Math.max(0, this.#buffer.length - pending.mark.length) : start;
        this.#shrink();
        return;
      }
      this.#pending.shift();
      pending.resolve(this.#section(start, pending.mark.length, end));
      this.#buffer = this.#buffer.subarray(end + 1);
      this.#scanned = 0;
    }
  }

  #section(start: number, markLength: number, lineEnd: number): Section {
    // The mark is on a line of its own; the line break before it does not belong to the script's output.
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

  /** The text of a section. If the middle was left out, a note takes its place. */
  #text(rest: Buffer): string {
    if (this.#omitted === 0) return Buffer.concat([...this.#head, rest]).toString("utf8");
    const end = rest.subarray(-KEEP);
    this.#omitted += rest.length - end.length;
    return `${Buffer.concat(this.#head).toString("utf8")}\n[${this.#omitted} bytes left out]\n${end.toString("utf8")}`;
  }

  /** Keeps the first and last bytes of a long answer. Never drops bytes that may be the beginning of a mark. */
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

  #rejectAll(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { reject } of pending) reject(new Error("the stream ended before the answer was complete"));
  }
}
