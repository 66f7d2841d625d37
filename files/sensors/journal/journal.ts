import { open, type FileHandle } from "node:fs/promises";
import { journalLine } from "./journal-line.ts";
import type { Placed } from "../readings/record.ts";

/** A file of acknowledged records. */
export interface Journal {
  /** Resolves when the lines are in the file. Calls are written in order. */
  readonly append: (records: readonly Placed[]) => Promise<void>;
  /** Waits for pending writes, flushes them to disk, and closes the file. */
  readonly close: () => Promise<void>;
}

export const NO_JOURNAL: Journal = { append: () => Promise.resolve(), close: () => Promise.resolve() };

/** Opens a file for appending, and creates it if necessary. An incomplete last line of a killed process is terminated first. */
export async function openJournal(file: string): Promise<Journal> {
  const handle = await open(file, "a+", 0o644);
  if (await endsInMidLine(handle)) await handle.appendFile("\n");
  let last = Promise.resolve();
  return {
    append: (records) => {
      last = last.then(() => handle.appendFile(records.map(journalLine).join("")));
      return last;
    },
    close: async () => {
      await last;
      await handle.sync();
      await handle.close();
    },
  };
}

async function endsInMidLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== "\n";
}
