import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, devtools } from "./devtools.ts";

/** Programs of Debian, and of other distributions. */
const BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
const LIMIT_MS = 120_000;

export interface Picture {
  readonly url: string;
  readonly file: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Opens pages in a browser without a window and saves what they show as PNGs. Times are in UTC. */
export async function takePictures(pictures: readonly Picture[]): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), "pictures-"));
  const browser = await startFirst(BROWSERS, profile);
  const timer = setTimeout(() => browser.kill("SIGKILL"), LIMIT_MS);
  const ended = once(browser, "exit");
  const command = devtools(browser);
  try {
    for (const picture of pictures) writeFileSync(picture.file, await pictureOf(command, picture));
  } finally {
    // If it has ended already, it cannot be closed.
    await command("Browser.close").catch(() => undefined);
    await ended;
    clearTimeout(timer);
    // Its own children may hold the pipes and write to the profile for a while.
    for (const pipe of browser.stdio) pipe?.destroy();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The page says that it is complete by an attribute of its body. */
const DRAWN = `new Promise((resolve) => {
  const check = () => (document.body?.dataset.drawn ? resolve(location.href) : setTimeout(check, 50));
  check();
})`;

async function pictureOf(command: Command, { url, width, height }: Picture): Promise<Buffer> {
  const { targetId } = await command("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await command("Target.attachToTarget", { targetId, flatten: true });
  const session = String(sessionId);
  const size = { width, height, deviceScaleFactor: 1, mobile: false };
  await command("Emulation.setDeviceMetricsOverride", size, session);
  await command("Page.navigate", { url }, session);
  await command("Runtime.evaluate", { expression: DRAWN, awaitPromise: true }, session);
  const { data } = await command("Page.captureScreenshot", { format: "png" }, session);
  return Buffer.from(String(data), "base64");
}

/** Starts the first browser that exists. */
async function startFirst([program, ...others]: readonly string[], profile: string): Promise<ChildProcess> {
  if (program === undefined) throw new Error(`Install Chromium: none of ${BROWSERS.join(", ")} exists.`);
  const args = [
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
    // Chromium's own sandbox needs a user other than root. The page is the project's own.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    `--user-data-dir=${profile}`,
  ];
  const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
  const browser = spawn(program, args, { stdio: [...stdio], env: { ...process.env, TZ: "UTC" } });
  const error = await Promise.race([once(browser, "spawn").then(() => undefined), once(browser, "error")]).catch(
    (reason: unknown) => [reason],
  );
  if (error === undefined) return browser;
  return startFirst(others, profile);
}
