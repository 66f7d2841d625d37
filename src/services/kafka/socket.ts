import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ISocketFactory } from "kafkajs";
import type { Dial } from "../../module/contract.ts";
import type { Address } from "./model.ts";

/**
 * Makes kafkajs use our streams. It requires a socket at once and `onConnect` later. It waits forever if a stream closes without an
 * error, and never destroys one, so a paused peer would keep it open.
 */
export function socketFactory(dial: Dial, resolve: (address: Address) => Address): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const address = resolve({ host, port });
    return asSocket(dial(address.host, address.port), onConnect);
  };
}

/** The stream itself, with the methods and events of a socket that kafkajs expects. */
export function asSocket(stream: Duplex, onConnect: () => void): Socket {
  let connected = false;
  let ended = false;
  stream.once("connect", () => {
    connected = true;
    onConnect();
  });
  stream.once("end", () => (ended = true));
  stream.once("finish", () => stream.destroy());
  stream.once("close", () => {
    if (stream.errored) return;
    if (!connected) stream.emit("error", new Error("the connection was closed before it was open"));
    else if (!ended) stream.emit("end");
  });
  const same = () => stream;
  const missing = { setKeepAlive: same, setNoDelay: same, setTimeout: same, ref: same, unref: same };
  const added = Object.entries(missing).filter(([name]) => !(name in stream));
  // kafkajs calls only the stream's own methods and these five.
  return Object.assign(stream, Object.fromEntries(added)) as unknown as Socket;
}
