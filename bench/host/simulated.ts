import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import ssh2 from "ssh2";

/**
 * A process that acts as many hosts, which the name of the login tells apart. It speaks SSH by the library ssh2, accepts every key, and runs
 * each command by a real shell, whose home and lock are the host's own. Arguments: the file of its key, and the folder with a home for each
 * name. Prints its port. Ends with its standard input.
 */
const [keyFile = "", folder = ""] = process.argv.slice(2);
/** A user who is not root keeps the state of runs at home, so that the hosts share nothing. */
const NOBODY = 65_534;

const server = new ssh2.Server({ hostKeys: [readFileSync(keyFile)] }, (client) => {
  let home = folder;
  client.on("error", () => undefined);
  client.on("authentication", (context) => {
    home = `${folder}/${context.username}`;
    if (context.method === "publickey") context.accept();
    else context.reject(["publickey"]);
  });
  client.on("session", (acceptSession) => {
    acceptSession().on("exec", (accept, _reject, { command }) => {
      const stream = accept();
      const child = spawn("/bin/sh", ["-c", command], {
        ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
        cwd: home,
        env: { PATH: process.env["PATH"], HOME: home, PROVISION_LOCK_FOLDER: home },
      });
      stream.pipe(child.stdin);
      child.stdout.pipe(stream, { end: false });
      child.stderr.pipe(stream.stderr, { end: false });
      child.stdin.on("error", () => undefined);
      child.on("close", (code) => {
        stream.exit(code ?? 255);
        stream.end();
      });
    });
  });
});

server.listen(0, "0.0.0.0", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.resume().on("end", () => process.exit());
