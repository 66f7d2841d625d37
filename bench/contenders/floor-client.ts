import { createReadStream, readFileSync } from "node:fs";
import { connect } from "node:net";
import ssh2 from "ssh2";
import type { FloorInput, FloorStep } from "./floor.ts";

const [file = ""] = process.argv.slice(2);
const hosts = JSON.parse(readFileSync(file, "utf8")) as FloorInput;
type Host = FloorInput[number];
const MARK = "floor-mark";

/** Sends each script when the previous one has ended. `done` gets the output of the script that failed. */
function work(
  client: ssh2.Client,
  channel: ssh2.ClientChannel,
  { steps }: Host,
  done: (failed?: string) => void,
): void {
  const left = [...steps];
  let output = "";
  let current: FloorStep | undefined;
  const next = () => {
    output = "";
    current = left.shift();
    if (current === undefined) done();
    else channel.write(`( ${current.script}\n) </dev/null; echo ${MARK} $?\n`);
  };
  channel.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    const answer = /floor-mark (\d+)\n/.exec(output);
    if (!answer) return;
    if (answer[1] === "0") next();
    else if (current?.upload) send(client, current.upload, next);
    else done(output);
  });
  next();
}

function send(client: ssh2.Client, { source, script }: NonNullable<FloorStep["upload"]>, next: () => void): void {
  client.exec(script, (error: Error | undefined, channel) => {
    if (error) throw error;
    channel.on("close", next).resume();
    createReadStream(source, { highWaterMark: 1 << 18 }).pipe(channel);
  });
}

function start(host: Host): void {
  const client = new ssh2.Client();
  client.on("ready", () => {
    client.exec("exec sh", (error: Error | undefined, channel) => {
      if (error) throw error;
      work(client, channel, host, (failed) => {
        if (failed !== undefined) process.exitCode = 1;
        process.stderr.write(failed ?? "");
        client.end();
      });
    });
  });
  const { login } = host;
  client.connect({
    // Without noDelay from the first byte, each request would wait for the server's delayed acknowledgement.
    sock: connect({ host: login.address, port: login.port, noDelay: true }),
    username: login.user,
    privateKey: readFileSync(login.keyFile),
    hostVerifier: () => true,
  });
}

for (const host of hosts) start(host);
