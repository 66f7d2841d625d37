import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { decode } from "../../disk/decode.ts";
import { currentTrust } from "../../disk/trust.ts";
import { secretsFault } from "../../errors/catalogue/secrets.ts";
import { bad, good } from "../../errors/fault.ts";
import type { ReadSecret } from "../../load/reading.ts";
import { createMask } from "../../events/mask.ts";
import { Secret } from "../../model/secret.ts";
import type { Io } from "../io.ts";
import { shownLines } from "./shown-lines.ts";
import { unsafeProject } from "./trust.ts";

/** Limits of one program. While it runs, nothing else does, so that it gets half a minute. */
interface Limits {
  readonly seconds: number;
  readonly bytes: number;
}

const LIMITS: Limits = { seconds: 30, bytes: 1024 * 1024 };

interface Failure {
  readonly is: "failed";
  readonly problem: string;
  readonly hint: string;
  readonly details: readonly string[];
}

type Printed = { readonly is: "secret"; readonly secret: Secret } | Failure;

type Source = Pick<Io, "cwd" | "env" | "mask">;

/**
 * Runs the programs that print secrets: each command once, when a value is first needed, in the project's folder, without a shell,
 * without input and without the key to the secrets. What they print is masked before anything else sees it.
 */
export function secretCommands(io: Source, limits = LIMITS): ReadSecret {
  const printed = new Map<string, Printed>();
  return (command, origin) => {
    const unsafe = unsafeProject();
    if (unsafe) return bad(unsafe);
    const key = JSON.stringify(command);
    const outcome = printed.get(key) ?? runProgram(command, io, limits);
    printed.set(key, outcome);
    if (outcome.is === "secret") return good(outcome.secret);
    const { problem, hint, details } = outcome;
    return bad(secretsFault("secrets/command", { program: command[0] ?? "", problem, hint }, { origin, details }));
  };
}

function runProgram([name = "", ...args]: readonly string[], io: Source, { seconds, bytes }: Limits): Printed {
  const program = name.includes("/") ? path.resolve(io.cwd, name) : name;
  const unsafe = problemOf(program);
  if (unsafe !== undefined) return failed(`can be changed by others: ${unsafe}`, "Let only yourself write to it.");
  const result = spawnSync(program, args, {
    cwd: io.cwd,
    env: { ...io.env, PROVISION_AGE_KEY: undefined },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
    maxBuffer: bytes,
  });
  const failure = failureOf(result, { name, seconds, bytes });
  return failure ? { ...failure, details: maskedMessages(result, io) } : secretIn(result.stdout, io);
}

/** What is wrong with a file that was named by a path. */
function problemOf(program: string): string | undefined {
  const trust = currentTrust();
  const found = path.isAbsolute(program) ? statSync(program, { throwIfNoEntry: false }) : undefined;
  if (!trust || !found || trust.allowed) return undefined;
  const [first] = trust.look(program, found);
  return first && `${first.path} ${first.problem}`;
}

const BY_HAND = "Run the command by hand, in the project's folder, to see why it fails.";

function failureOf(
  { error, status, signal }: SpawnSyncReturns<Buffer>,
  { name, seconds, bytes }: Limits & { readonly name: string },
): Failure | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ETIMEDOUT")
    return failed(
      `did not end within ${seconds} s`,
      "It gets no input: let it find what it needs without asking, or log in first.",
    );
  if (code === "ENOBUFS") return failed(`wrote more than ${bytes / 1024} KiB`, "Let it print the secret only.");
  if (code !== undefined) return notStarted(name, code);
  if (status === null) return failed(`was ended by ${String(signal)}`, BY_HAND);
  return status === 0 ? undefined : failed(`failed with exit code ${status}`, BY_HAND);
}

function notStarted(name: string, code: string): Failure {
  const isPath = name.includes("/");
  if (code === "ENOENT")
    return isPath
      ? failed(
          "cannot be started: it, or the program in its first line, does not exist",
          "A relative path begins in the project's folder.",
        )
      : failed(
          "was not found in PATH",
          `Install it, or write its path, such as \`./${name}\` in the project's folder.`,
        );
  if (code === "EACCES")
    return failed(
      "cannot be started: permission denied",
      `Run \`chmod +x ${name}\`, and check the mount option noexec.`,
    );
  return failed(`cannot be started: ${code}`, BY_HAND);
}

/** What a program prints before it fails may be the secret, which its messages may repeat. Only they are masked: it may be a usage as well. */
function maskedMessages({ stdout, stderr }: Pick<Partial<SpawnSyncReturns<Buffer>>, "stdout" | "stderr">, io: Source) {
  const printed = stdout?.toString("utf8") ?? "";
  const mask = createMask();
  for (const text of [printed, ...printed.split(/\s+/)]) mask.add(text);
  return shownLines(mask.mask(io.mask.mask(stderr?.toString("utf8") ?? "")));
}

function secretIn(bytes: Buffer, { mask }: Source): Printed {
  const read = decode(bytes);
  if (read.is === "bad-bytes")
    return failed(`printed ${read.what}`, "Let it print text. Binary secrets can be printed in base64.");
  const text = read.text.replace(/\r?\n$/, "");
  if (text.trim() === "") return failed("printed nothing", BY_HAND);
  if (!mask.add(text)) return failed("printed fewer than 4 characters, which cannot be masked", "Use a longer secret.");
  return { is: "secret", secret: new Secret(text) };
}

function failed(problem: string, hint: string): Failure {
  return { is: "failed", problem, hint, details: [] };
}
