import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Programs of Debian, and of other distributions. */
const BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
/** How long a page's scripts may run, in milliseconds of its own clock, which stands still while requests are running. */
const BUDGET_MS = 30_000;
const LIMIT_MS = 90_000;

export interface Picture {
  readonly url: string;
  readonly file: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Saves what a page shows as a PNG. Throws if there is no Chromium. Times are in UTC. */
export async function screenshot({ url, file, width, height }: Picture): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), "pictures-"));
  const args = [
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    // Chromium's own sandbox needs a user other than root. The page is the project's own.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    `--user-data-dir=${profile}`,
    `--window-size=${width},${height}`,
    `--virtual-time-budget=${BUDGET_MS}`,
    `--screenshot=${file}`,
    url,
  ];
  try {
    await runFirst(BROWSERS, args);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

async function runFirst([program, ...others]: readonly string[], args: readonly string[]): Promise<void> {
  if (program === undefined) throw new Error(`Install Chromium: none of ${BROWSERS.join(", ")} exists.`);
  try {
    await promisify(execFile)(program, args, { timeout: LIMIT_MS, env: { ...process.env, TZ: "UTC" } });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    await runFirst(others, args);
  }
}
