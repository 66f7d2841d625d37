import type { NodeSSH } from "node-ssh";
import type { Client, ClientChannel } from "ssh2";
import { ForwardedSocket } from "./forward.ts";
import { AFTER_EXIT_MS, type Channel, type Ending, type Transport } from "./transport.ts";

/** A transport whose channels can carry the connection to a further host. */
export interface SshTransport extends Transport {
  readonly dial: (address: string, port: number) => ForwardedSocket;
}

/** The transport of a client that has logged in. */
export function transportOf(ssh: NodeSSH, client: Client): SshTransport {
  return {
    exec: (command) => exec(client, command),
    dial: (address, port) => new ForwardedSocket((done) => client.forwardOut("127.0.0.1", 0, address, port, done)),
    close: () => {
      ssh.dispose();
    },
  };
}

function exec(client: Client, command: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error: Error | undefined, channel: ClientChannel) => {
      if (error) {
        reject(error);
        return;
      }
      resolve({
        stdin: channel.stdin,
        stdout: channel,
        stderr: channel.stderr,
        ended: ending(channel),
        destroy: () => channel.destroy(),
        kill() {
          channel.signal("KILL");
          channel.destroy();
        },
      });
    });
  });
}

function ending(channel: ClientChannel): Promise<Ending> {
  return new Promise((resolve) => {
    let end: Ending = "lost";
    channel.on("exit", (code: number | null, signal?: string) => {
      end = code === null ? { signal: signal ?? "unknown" } : { exit: code };
      // What the command started may keep the channel open for ever.
      setTimeout(() => channel.destroy(), AFTER_EXIT_MS).unref();
    });
    channel.on("error", () => undefined);
    channel.on("close", () => resolve(end));
  });
}
