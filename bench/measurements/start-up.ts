import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { PLACE } from "../contenders/contender.ts";
import { writeProject } from "../contenders/provision.ts";
import { startServer } from "../host/sshd.ts";
import { table } from "../markdown.ts";
import { timed } from "../process.ts";
import { median } from "../statistics.ts";
import { thirtyPieces } from "../work.ts";

/** How long the program needs until it prints its version, and until it sends a host its first byte. */
export async function startUp(program: string, folder: string, repetitions: number): Promise<string> {
  const times = { node: [] as number[], version: [] as number[], byte: [] as number[] };
  const home = `${folder}/start-up`;
  await mkdir(home, { recursive: true });
  const server = await startServer(home);
  await server.close();
  for (let count = 0; count < repetitions; count++) {
    times.node.push(await timed({ argv: [process.execPath, "-e", "0"] }));
    times.version.push(await timed({ argv: [process.execPath, program, "--version"] }));
    times.byte.push(
      await firstByte(async (port) => {
        const targets = [{ name: "target", login: { ...server, port }, place: "/srv/place" }];
        await writeProject({ pieces: thirtyPieces(PLACE), targets, folder: home });
        return [program, "play.yaml"];
      }, home),
    );
  }
  const row = (name: string, values: readonly number[]) => [
    name,
    `${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`,
  ];
  return [
    "### Start-up",
    "",
    table(
      ["", "time"],
      [
        row("Node.js itself, `node -e 0`", times.node),
        row("`provision --version`", times.version),
        row("the first byte to a host, 30 small tasks", times.byte),
      ],
    ),
  ].join("\n");
}

/** Milliseconds from the start of the process to its first byte on a connection. The process is killed then. */
async function firstByte(prepare: (port: number) => Promise<string[]>, cwd: string): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const args = await prepare((listener.address() as AddressInfo).port);
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: "ignore" });
  const ended = once(child, "close");
  const arrived = new Promise<number>((resolve) => {
    listener.on("connection", (socket) => {
      socket.on("error", () => socket.destroy()).once("data", () => resolve(performance.now() - began));
    });
  });
  const time = await Promise.race([arrived, ended.then(() => undefined)]);
  child.kill("SIGKILL");
  await ended;
  listener.close();
  if (time === undefined) throw new Error("The program ended before it connected.");
  return time;
}
