import { PassThrough } from "node:stream";
import type { Input, Io } from "../../src/cli/io.ts";
import { createMask } from "../../src/events/mask.ts";
import { sink } from "../report/sink.ts";
import type { Sink } from "../report/sink.ts";

/** A keyboard or a pipe that delivers the text and ends. */
export function input(text: string, isTTY = false): Input & { readonly modes: boolean[] } {
  const modes: boolean[] = [];
  const stream = new PassThrough();
  stream.end(text);
  return Object.assign(stream, { isTTY, modes, setRawMode: (raw: boolean) => modes.push(raw) });
}

/** An environment without disk, clock or terminal. */
export function fakeIo(changes: Partial<Io> = {}): Io & { readonly stdout: Sink; readonly stderr: Sink } {
  return {
    stdin: input(""),
    env: {},
    cwd: "/project",
    home: "/home/someone",
    tmpdir: "/nowhere/at/all",
    now: () => 0,
    randomId: () => "0123456789abcdef",
    mask: createMask(),
    ...changes,
    stdout: sink(),
    stderr: sink(),
  };
}
