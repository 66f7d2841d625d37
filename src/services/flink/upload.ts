import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, type Outcome } from "../../errors/fault.ts";
import type { Content } from "../../module/content.ts";
import type { HttpWriter } from "../http/http.ts";
import type { Reply } from "../http/reply.ts";

/** A file to send as a form's only part. */
export interface Upload {
  readonly field: string;
  readonly name: string;
  readonly content: Content;
}

/** Sends a file while reading it, so that it is never in memory as a whole. */
export async function uploadFile(
  writer: HttpWriter,
  { url, seconds }: { readonly url: string; readonly seconds: number },
  upload: Upload,
): Promise<Outcome<Reply>> {
  const { content } = upload;
  const boundary = `provision-${content.sha256}`;
  const [head, tail] = envelope(boundary, upload);
  const reply = await writer.request({
    url,
    method: "POST",
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(head.length + content.size + tail.length),
    },
    body: Readable.from(parts(head, content, tail)),
    timeout: seconds,
    validateCerts: true,
  });
  if (reply.ok) return reply;
  return bad(flinkFault("services/flink-upload", { file: content.label, reason: reply.faults[0].message }));
}

function envelope(boundary: string, { field, name }: Upload): [Buffer, Buffer] {
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${name}"`,
    "Content-Type: application/x-java-archive",
    "",
    "",
  ];
  return [Buffer.from(head.join("\r\n")), Buffer.from(`\r\n--${boundary}--\r\n`)];
}

/** Sends the end only if the bytes read are those of the file that was announced. */
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
