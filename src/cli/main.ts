import { writeSync } from "node:fs";
import { readVersion } from "./version.ts";

/** The program: never rejects, and leaves its exit code in `process.exitCode`. */
export async function main(argv: string[]): Promise<void> {
  if (argv.length === 1 && argv[0] === "--version" && wrote(`${readVersion()}\n`)) return;
  const { start } = await import("./start.ts");
  await start(argv);
}

/** Whether standard output has taken a line, for which nothing else is loaded. */
function wrote(line: string): boolean {
  try {
    return writeSync(process.stdout.fd, line) === line.length;
  } catch {
    return false;
  }
}
