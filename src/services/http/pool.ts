import type { Dial } from "../../module/contract.ts";
import { type Connection, openConnection, type Destination } from "./connection.ts";

/** A connection taken from the pool; `reused` if it has served a request before. */
export interface Taken {
  readonly connection: Connection;
  readonly reused: boolean;
  /** Keeps the connection for a later read, or closes it if it was taken new. Only after an answer was read to its end. */
  release(): Promise<void>;
  destroy(): Promise<void>;
}

/** Connections by server. Each serves one request at a time. */
export interface Pool {
  take(destination: Destination, want: "idle" | "new"): Taken;
  close(): Promise<void>;
}

export function openPool(dial: Dial): Pool {
  const idle = new Map<string, Connection[]>();
  const open = new Set<Connection>();
  return {
    take: (destination, want) => {
      const key = `${destination.url.origin} ${destination.validateCerts} ${destination.proxy?.href ?? ""}`;
      const waiting = idle.get(key) ?? [];
      idle.set(key, waiting);
      const kept = want === "idle" ? waiting.pop() : undefined;
      const connection = kept ?? openConnection(dial, destination);
      open.add(connection);
      const destroy = () => {
        open.delete(connection);
        return connection.destroy();
      };
      const keep = () => {
        waiting.push(connection);
        return Promise.resolve();
      };
      return { connection, reused: kept !== undefined, release: want === "idle" ? keep : destroy, destroy };
    },
    close: async () => {
      idle.clear();
      await Promise.all([...open].map((connection) => connection.destroy()));
    },
  };
}
