/** c8's coverage-summary.json: by absolute path, and "total". */
export type Summary = Readonly<Record<string, Readonly<Record<Measure, Count>>>>;

export interface Count {
  readonly covered: number;
  readonly total: number;
}

/** Percentages. */
export type Percentages = Readonly<Record<Measure, number>>;

export interface Folder extends Percentages {
  /** Two levels from the repository's root: `src/run`. */
  readonly name: string;
}

type Measure = "lines" | "branches";

/** Adds up the files of each folder, sorted by name. */
export function coverageByFolder(summary: Summary, root: string): Folder[] {
  const files = Object.entries(summary).filter(([path]) => path.startsWith(`${root}/`));
  const folderOf = (path: string) =>
    path
      .slice(root.length + 1)
      .split("/", 2)
      .join("/");
  const names = [...new Set(files.map(([path]) => folderOf(path)))].sort();
  return names.map((name) => {
    const counts = files.flatMap(([path, count]) => (folderOf(path) === name ? [count] : []));
    return { name, lines: percentage(counts, "lines"), branches: percentage(counts, "branches") };
  });
}

function percentage(counts: readonly Readonly<Record<Measure, Count>>[], measure: Measure): number {
  const total = counts.reduce((sum, count) => sum + count[measure].total, 0);
  const covered = counts.reduce((sum, count) => sum + count[measure].covered, 0);
  return total === 0 ? 100 : (100 * covered) / total;
}

/** A line for each measure in which a folder does not reach the least percentages; a folder without coverage reaches none. */
export function shortfall(name: string, folders: readonly Folder[], least: Percentages): string[] {
  const found = folders.find((folder) => folder.name === name) ?? { lines: 0, branches: 0 };
  return (["lines", "branches"] as const)
    .filter((measure) => found[measure] < least[measure])
    .map(
      (measure) => `${name}: ${found[measure].toFixed(1)} % of ${measure} are covered, less than ${least[measure]} %`,
    );
}
