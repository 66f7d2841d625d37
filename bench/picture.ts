import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Runs } from "./measurements/contest.ts";
import { median } from "./statistics.ts";

const FILE = fileURLToPath(new URL("../../docs/pictures/thirty-tasks.svg", import.meta.url));
const SIZE = { width: 720, label: 170, row: 44, bar: 15, top: 46 };
const COLOURS = { first: "#2f6db5", second: "#8fb8e8" };

/** Draws how long each contender needs for thirty small tasks, for pages that show pictures. */
export async function savePicture(all: readonly Runs[]): Promise<void> {
  await writeFile(FILE, picture(all));
}

/** A bar for the first run and one for the second, as long as the seconds that they took. */
export function picture(all: readonly Runs[]): string {
  const rows = all.map(({ name, first, second }) => ({
    name,
    first: median(first.map(({ wall }) => wall)) / 1000,
    second: median(second.map(({ wall }) => wall)) / 1000,
  }));
  const longest = Math.max(...rows.flatMap((row) => [row.first, row.second]));
  const scale = (SIZE.width - SIZE.label - 70) / longest;
  const height = SIZE.top + rows.length * SIZE.row + 8;
  const bar = (y: number, seconds: number, colour: string) => [
    `<rect x="${SIZE.label}" y="${y}" width="${(seconds * scale).toFixed(1)}" height="${SIZE.bar}" fill="${colour}"/>`,
    `<text x="${(SIZE.label + seconds * scale + 6).toFixed(1)}" y="${y + 12}">${seconds.toFixed(2)} s</text>`,
  ];
  const lines = rows.flatMap(({ name, first, second }, index) => {
    const y = SIZE.top + index * SIZE.row;
    return [
      `<text x="${SIZE.label - 10}" y="${y + 20}" text-anchor="end">${name}</text>`,
      ...bar(y, first, COLOURS.first),
      ...bar(y + SIZE.bar + 2, second, COLOURS.second),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="10" y="24" font-size="15">Thirty small tasks on one host: first run, second run</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
