import { setTimeout as delay } from "node:timers/promises";
import { helpText, readCommandLine } from "./command-line.ts";
import { describeFailure } from "./failure.ts";
import { NO_JOURNAL, openJournal, type Journal } from "./journal/journal.ts";
import { connectCluster } from "./kafka/kafka.ts";
import type { Options } from "./options.ts";
import { produce } from "./produce.ts";
import { prove } from "./prove/prove.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`sensors: ${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "prove") return prove(args.slice(1), process.stdin, print);
  const line = readCommandLine(args, process.env);
  switch (line.kind) {
    case "help":
      process.stdout.write(helpText());
      return 0;
    case "invalid":
      warn(`${line.message} (--help lists the options)`);
      return 2;
    case "run":
      return run(line.options);
  }
}

async function run(options: Options): Promise<number> {
  const journal = await journalFor(options);
  if (journal === undefined) return 2;
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const cluster = connectCluster(options.bootstrap, options.topic);
  return produce(options, { cluster, journal, clock: Date.now, sleep, stop, print, warn });
}

async function journalFor({ journal }: Options): Promise<Journal | undefined> {
  if (journal === undefined) return NO_JOURNAL;
  try {
    return await openJournal(journal);
  } catch (error) {
    warn(`cannot open the journal: ${describeFailure(error)}`);
    return undefined;
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // It rejects only when the signal is aborted, and then there is nothing left to wait for.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

// Abandoned requests may still hold sockets and timers, which must not keep the process alive.
process.exit(await main(process.argv.slice(2)));
