import { open, type FileHandle } from "node:fs/promises";
import { journalLine } from "./journal-line.ts";
import type { Placed } from "./record.ts";

/** Where acknowledged records are written down. */
export interface Journal {
  /** Resolves when the lines are in the file; calls are written one after the other. */
  readonly append: (records: readonly Placed[]) => Promise<void>;
  /** Waits for what is being written, brings it to the disk, and closes the file. */
  readonly close: () => Promise<void>;
}

export const NO_JOURNAL: Journal = { append: () => Promise.resolve(), close: () => Promise.resolve() };

/** Appends to a file, which is made if need be. A last line that a killed process left unfinished is ended first. */
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
