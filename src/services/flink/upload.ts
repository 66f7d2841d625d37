import { createHash } from "node:crypto";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import tls from "node:tls";
import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Dial } from "../../module/contract.ts";
import type { Content } from "../../module/content.ts";
import { parseReply, type Reply } from "../http/reply.ts";
import { parseUrl } from "../http/http.ts";

/** Enough for any answer to an upload, in bytes. */
const KEPT = 64 * 1024;

/** Sends a file as the one part of a form, as it is read: never more of it in memory than the stream holds. */
export async function uploadFile(
  dial: Dial,
  address: string,
  file: { readonly field: string; readonly name: string; readonly content: Content },
  seconds: number,
): Promise<Outcome<Reply>> {
  const url = parseUrl(address);
  if (!url.ok) return url;
  const start = performance.now();
  const abort = AbortSignal.timeout(seconds * 1000);
  const boundary = `provision-${file.content.sha256}`;
  const [head, tail] = around(boundary, file);
  const length = head.length + file.content.size + tail.length;
  const request = open(dial, url.value, abort, {
    "content-type": `multipart/form-data; boundary=${boundary}`,
    "content-length": length,
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.on("response", resolve);
    request.on("error", reject);
  });
  // A server may refuse before it has read everything: then its answer counts, not that it closed the door.
  const sent = pipeline(Readable.from(parts(head, file.content, tail)), request).then(() => answer);
  try {
    const response = await Promise.race([answer, sent]);
    const bytes = await read(response);
    const replyHead = { status: response.statusCode ?? 0, headers: response.headers };
    return good(parseReply(replyHead, { bytes, truncated: false }, Math.round(performance.now() - start)));
  } catch (error) {
    const reason = abort.aborted ? `not finished within ${seconds} s` : errorText(error);
    return bad(flinkFault("services/flink-upload", { file: file.content.label, reason }));
  } finally {
    request.destroy();
    // Both may fail after the answer is known, and have nobody left to tell.
    await Promise.allSettled([answer, sent]);
  }
}

function open(dial: Dial, url: URL, signal: AbortSignal, headers: http.OutgoingHttpHeaders): http.ClientRequest {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const stream = () => dial(host, port);
  const createConnection = () => (secure ? tls.connect({ socket: stream(), host }) : stream());
  return (secure ? https : http).request(url, { method: "POST", headers, signal, createConnection });
}

function around(boundary: string, { field, name }: { field: string; name: string }): [Buffer, Buffer] {
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${name}"`,
    "Content-Type: application/x-java-archive",
    "",
    "",
  ];
  return [Buffer.from(head.join("\r\n")), Buffer.from(`\r\n--${boundary}--\r\n`)];
}

/** The end is only sent after what was read has proved to be the file that was announced. */
async function* parts(head: Buffer, content: Content, tail: Buffer): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  yield head;
  for await (const chunk of content.open()) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") !== content.sha256) throw new Error("the file changed while it was sent");
  yield tail;
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > KEPT) break;
  }
  return Buffer.concat(chunks);
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
