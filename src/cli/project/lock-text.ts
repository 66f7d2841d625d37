import { stringify } from "yaml";

/** One image whose entry in the lock file changes. */
export interface LockChange {
  readonly sign: "+" | "-" | "~";
  readonly image: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What changes between two sets of digests, by the names of images. */
export function changesOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly LockChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((image): LockChange[] => {
    const [was, is] = [before.get(image), after.get(image)];
    if (was === is) return [];
    return [{ sign: was === undefined ? "+" : is === undefined ? "-" : "~", image, before: was, after: is }];
  });
}

const HEADER = `# The digests that the images of the site are locked to. Written by \`provision images lock\`: run it to renew them.
# Keep this file in version control. Without it, images are deployed by their tags, which can be moved.
`;

/** The text of the lock file. */
export function lockText(digests: ReadonlyMap<string, string>): string {
  const sorted = [...digests].sort(([one], [other]) => (one < other ? -1 : 1));
  return HEADER + stringify(Object.fromEntries(sorted), { lineWidth: 0 });
}
