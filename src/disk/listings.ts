import { readdirSync, type Dirent } from "node:fs";
import path from "node:path";

/** Lists folders, each once, and knows from that what does not exist. For as long as nothing in the folders is expected to change. */
export interface Listings {
  /** The entries of a folder; undefined if it does not exist or cannot be read. */
  readonly entries: (folder: string) => Promise<readonly Dirent[] | undefined>;
  /** Whether a folder that was listed shows that there is nothing at a path. */
  readonly lacks: (file: string) => Promise<boolean>;
}

type Listing = readonly Dirent[] | "absent" | "unreadable";

/** Whether a file can have the name; of another one, the system says what is wrong with it. */
function isPossible(name: string): boolean {
  return name.length < 256 && !name.includes("\0");
}

/** Listings without any folder yet. */
export function createListings(): Listings {
  const known = new Map<string, Promise<Listing>>();
  const lacks = async (file: string) => {
    if (!isPossible(path.basename(file))) return false;
    const above = await known.get(path.dirname(file));
    if (above === undefined || above === "unreadable") return false;
    return above === "absent" || !above.some(({ name }) => name === path.basename(file));
  };
  const list = async (folder: string): Promise<Listing> => {
    if (await lacks(folder)) return "absent";
    try {
      // Waiting for the answer to a call that takes microseconds would take much longer: a large project has thousands of folders.
      return readdirSync(folder, { withFileTypes: true });
    } catch {
      return "unreadable";
    }
  };
  const entries = async (folder: string) => {
    const listing = known.get(folder) ?? list(folder);
    known.set(folder, listing);
    const found = await listing;
    return typeof found === "string" ? undefined : found;
  };
  return { entries, lacks };
}
