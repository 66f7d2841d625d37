import { connect } from "node:net";

/** SSH agent protocol (draft-ietf-sshm-ssh-agent): a request for the agent's keys, and the number of its answer. */
const REQUEST = Buffer.from([0, 0, 0, 1, 11]);
const ANSWER = 12;
const MAX_BYTES = 256 * 1024;

/** The code of the system's error when a program connects to the socket; undefined if it can. */
export function connectError(socket: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stream = connect(socket, () => {
      stream.destroy();
      resolve(undefined);
    });
    stream.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
}

/** The types of all keys that an agent holds, also of those that ssh2 leaves out; empty if it does not say. */
export function keyTypesOf(socket: string, withinMs: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const stream = connect(socket, () => stream.write(REQUEST));
    const timer = setTimeout(() => stream.destroy(), withinMs);
    stream.unref();
    stream.on("error", () => undefined);
    stream.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const isWhole = received.length >= 4 && received.length >= 4 + received.readUInt32BE(0);
      if (isWhole || received.length > MAX_BYTES) stream.destroy();
    });
    stream.on("close", () => {
      clearTimeout(timer);
      resolve(typesIn(received.subarray(4)));
    });
  });
}

/** The body of the answer: its number, how many keys follow, and each key's blob and comment. A blob begins with its type. */
function typesIn(body: Buffer): string[] {
  const types: string[] = [];
  if (body[0] !== ANSWER || body.length < 5) return types;
  let offset = 5;
  for (let index = 0; index < body.readUInt32BE(1); index++) {
    const blob = textAt(body, offset);
    const comment = blob && textAt(body, offset + 4 + blob.length);
    if (!blob || !comment) break;
    types.push(textAt(blob, 0)?.toString("latin1") ?? "");
    offset += 8 + blob.length + comment.length;
  }
  return types;
}

function textAt(bytes: Buffer, offset: number): Buffer | undefined {
  if (offset + 4 > bytes.length) return undefined;
  const end = offset + 4 + bytes.readUInt32BE(offset);
  return end > bytes.length ? undefined : bytes.subarray(offset + 4, end);
}
