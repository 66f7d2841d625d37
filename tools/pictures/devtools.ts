import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";

type Json = Readonly<Record<string, unknown>>;

/** Sends a command of the DevTools protocol and returns its result. It rejects if the browser reports an error or has ended. */
export type Command = (method: string, params?: Json, sessionId?: string) => Promise<Json>;

interface Message {
  readonly id?: number;
  readonly result?: Json;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

/** The protocol over the file descriptors 3 and 4 of a browser that was started with --remote-debugging-pipe. */
export function devtools(browser: ChildProcess): Command {
  // The browser was started with pipes at these places.
  const [input, output] = [browser.stdio[3] as Writable, browser.stdio[4] as Readable];
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  browser.once("error", fail);
  browser.once("exit", () => fail(new Error("The browser has ended.")));
  input.on("error", fail);
  onMessages(output, ({ id = 0, result = {}, error }) => {
    const found = waiting.get(id);
    waiting.delete(id);
    if (error) found?.reject(new Error(error.message));
    else found?.resolve(result);
  });
  return (method, params = {}, sessionId?: string) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
}

/** Messages are separated by NUL bytes. */
function onMessages(output: Readable, handle: (message: Message) => void): void {
  let rest = "";
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\0");
    rest = parts.pop() ?? "";
    // The browser sends nothing but JSON.
    for (const part of parts) handle(JSON.parse(part) as Message);
  });
}
