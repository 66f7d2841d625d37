import { Secret } from "../model/secret.ts";
import type { Output } from "../report/reporter.ts";
import type { Input } from "./io.ts";

/** The outcome of a password prompt; `none` is an empty line or the end of the input. */
export type PasswordPrompt =
  { readonly is: "answer"; readonly password: Secret } | { readonly is: "none" | "interrupted" };

const INTERRUPT = "\u0003";
const END = "\u0004";
const ERASE = /[\u0008\u007f]/;
const ERASE_LINE = "\u0015";

/** Reads a password as `askHidden` does. */
export async function askPassword(
  prompt: string,
  input: Input,
  output: Output,
  signal?: AbortSignal,
): Promise<PasswordPrompt> {
  const line = await askHidden(prompt, input, output, signal);
  if (line === undefined) return { is: "interrupted" };
  return line === "" ? { is: "none" } : { is: "answer", password: new Secret(line) };
}

/** Reads one line; on a terminal after a prompt and without echo. Undefined for an interrupt, or once `signal` is aborted. */
export async function askHidden(
  prompt: string,
  input: Input,
  output: Output,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (input.isTTY) output.write(prompt);
  input.setRawMode?.(true);
  try {
    return await readLine(input, signal);
  } finally {
    input.setRawMode?.(false);
    input.pause();
    if (input.isTTY) output.write("\n");
  }
}

/** Waits for the end of a line on a terminal, or until `signal` is aborted. */
export async function waitForEnter(input: Input, signal: AbortSignal): Promise<void> {
  await askLine(input, signal);
}

/** Reads a line on a terminal. Undefined once `signal` is aborted. */
export async function askLine(input: Input, signal: AbortSignal): Promise<string | undefined> {
  const line = await readLine(input, signal);
  input.pause();
  return line;
}

/** Undefined for an interrupt. */
function readLine(input: Input, signal: AbortSignal | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const abort = () => finish(undefined);
    const finish = (line: string | undefined) => {
      input.off("data", onData).off("end", onEnd).off("error", onEnd);
      signal?.removeEventListener("abort", abort);
      resolve(line);
    };
    const onEnd = () => finish(bytes.toString("utf8"));
    const onData = (chunk: Buffer | string) => {
      bytes = Buffer.concat([bytes, Buffer.from(chunk)]);
      const text = bytes.toString("utf8");
      const end = /\r\n|[\r\n]/.exec(text);
      if (input.isTTY && text.includes(INTERRUPT)) finish(undefined);
      else if (end && input.isTTY) finish(typed(text.slice(0, end.index)));
      else if (end) {
        finish(text.slice(0, end.index));
        // The next line may be that of another password.
        const rest = text.slice(end.index + end[0].length);
        if (rest !== "") input.pause().unshift(rest);
      } else if (input.isTTY && text.includes(END)) finish(typed(text.slice(0, text.indexOf(END))));
    };
    signal?.addEventListener("abort", abort, { once: true });
    // A stream that has ended says so only once.
    if ("readableEnded" in input && input.readableEnded === true) onEnd();
    input.on("data", onData).on("end", onEnd).on("error", onEnd).resume();
  });
}

/** Applies the erase keys, which a terminal in raw mode passes on. */
function typed(keys: string): string {
  const chars: string[] = [];
  for (const key of keys) {
    if (key === ERASE_LINE) chars.length = 0;
    else if (ERASE.test(key)) chars.pop();
    else chars.push(key);
  }
  return chars.join("");
}
