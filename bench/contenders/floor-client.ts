import { readFileSync } from "node:fs";
import { connect } from "node:net";
import ssh2 from "ssh2";
import type { FloorInput } from "./floor.ts";

const [file = ""] = process.argv.slice(2);
const hosts = JSON.parse(readFileSync(file, "utf8")) as FloorInput;
const MARK = "floor-mark";

/** Sends each script when the previous one has ended. `failed` is the output of the script that failed. */
function work(channel: ssh2.ClientChannel, scripts: readonly string[], done: (failed?: string) => void): void {
  const left = [...scripts];
  let output = "";
  const next = () => {
    const script = left.shift();
    if (script === undefined) done();
    else channel.write(`( ${script}\n) </dev/null; echo ${MARK} $?\n`);
  };
  channel.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    const answer = /floor-mark (\d+)\n/.exec(output);
    if (!answer) return;
    if (answer[1] !== "0") done(output);
    else {
      output = "";
      next();
    }
  });
  next();
}

function start({ login, scripts }: FloorInput[number]): void {
  const client = new ssh2.Client();
  client.on("ready", () => {
    client.exec("exec sh", (error: Error | undefined, channel) => {
      if (error) throw error;
      work(channel, scripts, (failed) => {
        if (failed !== undefined) process.exitCode = 1;
        process.stderr.write(failed ?? "");
        client.end();
      });
    });
  });
  client.connect({
    // Without noDelay from the first byte, each request would wait for the server's delayed acknowledgement.
    sock: connect({ host: login.address, port: login.port, noDelay: true }),
    username: login.user,
    privateKey: readFileSync(login.keyFile),
    hostVerifier: () => true,
  });
}

for (const host of hosts) start(host);
