import type { Socket } from "node:net";

/** Milliseconds between two looks at a connection. */
export const LOOK_EVERY_MS = 5000;
/** After so many looks without a sign of life the peer is taken for dead: 15 to 20 s after its last byte. */
const SILENT_LOOKS = 3;

/** The counters of a socket. */
export type Counters = Pick<Socket, "bytesRead" | "bytesWritten" | "writableLength">;

/**
 * Returns a function that looks at a socket, and says whether its peer is dead. Signs of life are bytes that arrive, also those of an
 * answer to a keep-alive request, and bytes that a full send buffer passes on: so a long upload through a slow network lives, although
 * answers wait behind it. Bytes that only enter the send buffer are no sign.
 */
export function deathOf(socket: Counters): () => boolean {
  let silent = 0;
  let last = look(socket);
  return () => {
    const now = look(socket);
    const isAlive = now.read > last.read || (last.waiting > 0 && now.sent > last.sent);
    last = now;
    silent = isAlive ? 0 : silent + 1;
    return silent >= SILENT_LOOKS;
  };
}

function look(socket: Counters) {
  const waiting = socket.writableLength;
  return { read: socket.bytesRead, waiting, sent: socket.bytesWritten - waiting };
}

/** A socket, or a channel of a jump host that leads to the peer. */
interface Watched extends Counters {
  destroy(): unknown;
  once(event: "close", listener: () => void): unknown;
}

/** Destroys a socket whose peer has died. */
export function watchLiveness(socket: Watched, everyMs: number): void {
  const isDead = deathOf(socket);
  const timer = setInterval(() => {
    if (isDead()) socket.destroy();
  }, everyMs);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}
