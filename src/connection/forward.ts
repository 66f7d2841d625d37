import { Duplex } from "node:stream";
import type { ClientChannel } from "ssh2";

type OpenChannel = (done: (error: Error | undefined, channel: ClientChannel) => void) => void;

/**
 * A forwarded channel that can be used before the server has opened it: writes wait. It has the methods of a socket that clients
 * call: `setTimeout` works as on a socket, those for keep-alive, delay and reference counting do nothing.
 */
export class ForwardedSocket extends Duplex {
  #channel: ClientChannel | undefined;
  #waiting: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #received = 0;
  #passedOn = 0;
  /** Milliseconds without traffic until `timeout` is emitted; 0 for never. */
  #idleLimit = 0;

  constructor(open: OpenChannel) {
    super();
    open((error, channel) => {
      // With an error, ssh2 passes no channel, whatever its types say.
      if (error) this.destroy(error);
      else this.#attach(channel);
    });
  }

  #attach(channel: ClientChannel): void {
    if (this.destroyed) {
      channel.destroy();
      return;
    }
    this.#channel = channel;
    channel.on("data", (chunk: Buffer) => {
      this.#touch();
      this.#received += chunk.length;
      if (!this.push(chunk)) channel.pause();
    });
    channel.on("end", () => this.push(null));
    channel.on("close", () => this.#closed(channel));
    channel.on("error", (error: Error) => this.destroy(error));
    this.#waiting?.();
    this.#waiting = undefined;
    this.emit("connect");
  }

  /** After a proper end, buffered data can still be read. Otherwise the channel broke, and the data is discarded. */
  #closed(channel: ClientChannel): void {
    if (channel.readableEnded && !this.readableEnded) this.once("end", () => this.destroy());
    else this.destroy();
  }

  override _read(): void {
    this.#channel?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#touch();
    this.#whenOpen((channel) =>
      channel.write(chunk, (error) => {
        this.#passedOn += chunk.length;
        done(error);
      }),
    );
  }

  get bytesRead(): number {
    return this.#received;
  }

  /** As on a socket, with those that wait. */
  get bytesWritten(): number {
    return this.#passedOn + this.writableLength;
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#whenOpen((channel) => {
      channel.end();
      done();
    });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#channel?.destroy();
    done(error);
  }

  setTimeout(milliseconds: number, callback?: () => void): this {
    this.#idleLimit = milliseconds;
    if (callback) this.once("timeout", callback);
    this.#touch();
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #whenOpen(use: (channel: ClientChannel) => void): void {
    const channel = this.#channel;
    if (channel) use(channel);
    else
      this.#waiting = () => {
        if (this.#channel) use(this.#channel);
      };
  }

  #touch(): void {
    clearTimeout(this.#timer);
    if (this.#idleLimit > 0) this.#timer = setTimeout(() => this.emit("timeout"), this.#idleLimit).unref();
  }
}
