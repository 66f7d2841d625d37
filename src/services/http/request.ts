import type { Readable } from "node:stream";

/** The parameters of every request. */
export interface HttpRequest {
  /** As the host sees it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds until the whole answer must have arrived. */
  readonly timeout: number;
  readonly validateCerts: boolean;
  /** The URL of a proxy (http), as the host sees it. */
  readonly proxy?: string | undefined;
}

/** A request with any method. */
export interface HttpSending extends HttpRequest {
  readonly method: string;
  /** A stream requires the header `content-length`. */
  readonly body?: string | Readable;
}
