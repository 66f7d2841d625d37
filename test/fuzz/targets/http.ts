import { Duplex } from "node:stream";
import { deflateSync, gzipSync } from "node:zlib";
import { openHttp } from "../../../src/services/http/http.ts";
import { damaged, noise, type Random } from "../random.ts";
import { require, type Target } from "../target.ts";

/** 50 MB of zeros, which are 50 kB when they are sent. */
const BOMB = gzipSync(Buffer.alloc(50_000_000));
const BODIES: readonly [string, ...string[]] = ['{"a": [1, 2.50, null, "é"]}', "caf\u00e9", "", "[".repeat(20_000)];
/** The most that a reply keeps of a body, in characters. */
const KEPT = 1024 * 1024;

/** How a server says where its body ends, and how it packs it. */
interface Framing {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
  /** It announces more than it sends. */
  readonly lies: boolean;
}

/** The bytes of an HTTP server, undamaged or not, over a connection that ends, breaks or stays open. */
export const http: Target = {
  name: "http",
  async run(random) {
    const { headers, bytes, lies } = framing(random);
    const status = random.once(3) ? "HTTP/1.1 200 OK" : random.pick(STATUS_LINES);
    const head = [status, ...headers, `Content-Type: ${random.pick(TYPES)}`, "", ""].join("\r\n");
    const isDamaged = random.once(2);
    const sent = Buffer.concat([Buffer.from(isDamaged ? damaged(head, random) : head, "latin1"), bytes]);
    const cut = random.once(4) ? random.int(sent.length + 1) : sent.length;
    const client = openHttp(() => server(sent.subarray(0, cut), random));
    const request = { url: "http://server.example/path", timeout: 0.05, validateCerts: true };
    const reply = await (random.once(4) ? client.reader.head(request) : client.reader.get(request));
    await client.close();
    if (!reply.ok) {
      require(/^services\/http-/.test(reply.faults[0].code), reply.faults[0].code);
      return;
    }
    const { status: code, content, truncated } = reply.value;
    require(Number.isInteger(code) && code >= 100 && code < 1000, `the status is ${code}`);
    require(content.length <= KEPT, "the body is not cut");
    JSON.stringify(reply.value.headers);
    const isWhole = truncated || content === "" || isDamaged || status !== "HTTP/1.1 200 OK";
    require(isWhole || !lies, "half of a body is taken for a whole one");
  },
};

const STATUS_LINES: readonly [string, ...string[]] = [
  "HTTP/1.1 200 OK",
  "HTTP/1.0 200 OK",
  "HTTP/1.1 404",
  "HTTP/1.1 999 \u00e9",
  "HTTP/1.1 100 Continue",
  "HTTP/1.1 101 Switching Protocols",
  "HTTP/1.1 204 No Content",
  "HTTP/1.1 304 Not Modified",
  "HTTP/2 200",
  "ICY 200 OK",
  "SSH-2.0-OpenSSH_9.2",
];

const TYPES: readonly [string, ...string[]] = [
  "application/json",
  "application/json; charset=utf-16",
  "text/html; charset=windows-1252",
  "text/plain; charset=klingon",
  "",
];

function framing(random: Random): Framing {
  const body = Buffer.from(random.once(3) ? noise(random) : random.pick(BODIES), random.once(2) ? "utf8" : "latin1");
  const { encoding, bytes } = packed(body, random);
  const headers = encoding === undefined ? [] : [`Content-Encoding: ${encoding}`];
  switch (random.int(4)) {
    case 0:
      return { headers: [...headers, `Content-Length: ${bytes.length}`], bytes, lies: false };
    case 1:
      return { headers: [...headers, `Content-Length: ${bytes.length + 1 + random.int(1e9)}`], bytes, lies: true };
    case 2: {
      const ends = random.once(2);
      return { headers: [...headers, "Transfer-Encoding: chunked"], bytes: chunked(bytes, ends, random), lies: !ends };
    }
    default:
      return { headers, bytes, lies: false };
  }
}

function packed(body: Buffer, random: Random): { readonly encoding?: string; readonly bytes: Buffer } {
  switch (random.int(12)) {
    case 0:
      return { encoding: "gzip", bytes: random.once(20) ? BOMB : gzipSync(body) };
    case 1:
      return { encoding: "deflate", bytes: deflateSync(body) };
    case 2:
      return { encoding: random.pick(["gzip", "br", "deflate", "zstd", "gzip, gzip", "identity", ","]), bytes: body };
    default:
      return { bytes: body };
  }
}

/** The body in chunks, whose sizes are sometimes wrong; without the last one if it does not end. */
function chunked(body: Buffer, ends: boolean, random: Random): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const part = body.subarray(at, at + 1 + random.int(body.length));
    const size = random.once(50) ? random.pick(["-1", "ffffffffffffffff", "zz", "0x10"]) : part.length.toString(16);
    parts.push(Buffer.from(`${size}\r\n`), part, Buffer.from("\r\n"));
    at += part.length;
  }
  return Buffer.concat([...parts, ...(ends ? [Buffer.from("0\r\n\r\n")] : [])]);
}

/** A connection to a server that answers the first request with these bytes. */
function server(bytes: Buffer, random: Random): Duplex {
  const pieces = 1 + random.int(4);
  const end = random.int(20);
  const stream = new Duplex({
    read: () => undefined,
    write(_chunk, _encoding, done) {
      for (let piece = 0; piece < pieces; piece++) {
        const [from, to] = [piece, piece + 1].map((index) => Math.floor((bytes.length * index) / pieces));
        stream.push(bytes.subarray(from, to));
      }
      bytes = Buffer.alloc(0);
      // A connection that stays open costs the whole time limit, so that few do.
      if (end === 0) stream.destroy(new Error("reset"));
      else if (end > 1) stream.push(null);
      done();
    },
  });
  setImmediate(() => stream.emit("connect"));
  return stream;
}
