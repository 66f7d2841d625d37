import { connect, type Socket } from "node:net";
import type { ISocketFactory } from "kafkajs";

/** A connection that says nothing for so long is cut: a frozen broker then counts as a lost one. */
export const SILENCE_MS = 15_000;

/** The socket of one kafkajs connection. An idle one is cut too, and made anew when there is something to send. */
export const openSocket: ISocketFactory = ({ host, port, onConnect }): Socket => {
  const socket = connect({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, SILENCE_MS);
  socket.setTimeout(SILENCE_MS);
  // After kafkajs's own listener, which fails the waiting requests: a silent peer would not answer a polite end.
  socket.on("timeout", () => setImmediate(() => socket.destroy()));
  return socket;
};
