import { good, type Outcome } from "../errors/fault.ts";
import type { Connection } from "./connection.ts";
import type { SshUser } from "./login.ts";
import type { Transport } from "./transport.ts";

/** Opens a connection to a host. The code of each type is loaded only when it is used. */
export async function openConnection(host: string, connection: Connection, user: SshUser): Promise<Outcome<Transport>> {
  switch (connection.type) {
    case "local": {
      const { openLocal } = await import("./local.ts");
      return good(openLocal());
    }
    case "ssh": {
      const { openSsh } = await import("./ssh.ts");
      return openSsh(host, connection, user);
    }
  }
}
