/** The duration of one tier. */
export interface TierSeconds {
  readonly tier: string;
  /** From the start of its process to the end, in seconds. */
  readonly wall: number;
  /** Seconds by test file, longest first. Files that ran in parallel add up to more than `wall`. */
  readonly files: readonly FileSeconds[];
}

export interface FileSeconds {
  readonly file: string;
  readonly seconds: number;
}

/** The sources of compiled test files with their seconds, longest first. */
export function byFile(milliseconds: Readonly<Record<string, number>>): FileSeconds[] {
  return Object.entries(milliseconds)
    .map(([path, time]) => ({ file: path.replace(/^dist\//, "").replace(/\.js$/, ".ts"), seconds: time / 1000 }))
    .sort((a, b) => b.seconds - a.seconds);
}

/** The slowest files of a tier, for the terminal. */
export function slowestFiles({ tier, wall, files }: TierSeconds, count = 10): string {
  const lines = files.slice(0, count).map(({ file, seconds }) => `${seconds.toFixed(1).padStart(8)}  ${file}`);
  const title = `Tier ${tier}: ${wall.toFixed(1)} s. Its slowest files, in seconds:`;
  return [title, ...lines, ""].join("\n");
}

/** One Markdown table for all tiers, as in docs/benchmarks.md; files below a second are summed up in one row. */
export function markdownTable(tiers: readonly TierSeconds[]): string {
  const rows = tiers.flatMap(({ tier, wall, files }) => {
    const long = files.filter(({ seconds }) => seconds >= 1);
    const rest = files.slice(long.length).reduce((sum, { seconds }) => sum + seconds, 0);
    return [
      [`**${tier}**`, wall.toFixed(0)],
      ...long.map(({ file, seconds }) => [`\`${file}\``, seconds.toFixed(0)]),
      ...(files.length > long.length ? [[`${files.length - long.length} other files`, rest.toFixed(0)]] : []),
    ];
  });
  const table = [["test file", "seconds"], ["---", "---:"], ...rows];
  return table.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
