import { readFileSync } from "node:fs";
import ssh2 from "ssh2";
import type { FloorInput } from "./floor.ts";

const [file = ""] = process.argv.slice(2);
const { login, scripts } = JSON.parse(readFileSync(file, "utf8")) as FloorInput;
const MARK = "floor-mark";

/** Sends each script when the previous one has ended. `failed` is the output of the script that failed. */
function work(channel: ssh2.ClientChannel, done: (failed: string | undefined) => void): void {
  const left = [...scripts];
  let output = "";
  const next = () => {
    const script = left.shift();
    if (script === undefined) done(undefined);
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

const client = new ssh2.Client();
client.on("ready", () => {
  client.exec("exec sh", (error: Error | undefined, channel) => {
    if (error) throw error;
    work(channel, (failed) => {
      if (failed !== undefined) process.exitCode = 1;
      process.stderr.write(failed ?? "");
      client.end();
    });
  });
});
client.connect({
  host: login.address,
  port: login.port,
  username: login.user,
  privateKey: readFileSync(login.keyFile),
  hostVerifier: () => true,
});
// As the provisioner does (src/connection/ssh.ts), or the floor would be too slow.
client.setNoDelay(true);
