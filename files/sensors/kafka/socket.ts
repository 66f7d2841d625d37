import { connect, type Socket } from "node:net";
import type { ISocketFactory } from "kafkajs";

/** A connection that is silent for this long is closed, so that a frozen broker counts as lost. */
export const SILENCE_MS = 15_000;

/** The socket of one kafkajs connection. Idle ones are closed too, and reopened when there is something to send. */
export const openSocket: ISocketFactory = ({ host, port, onConnect }): Socket => {
  const socket = connect({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, SILENCE_MS);
  socket.setTimeout(SILENCE_MS);
  // After kafkajs's own listener, which rejects the waiting requests. A silent peer would not acknowledge an orderly end.
  socket.on("timeout", () => setImmediate(() => socket.destroy()));
  return socket;
};
