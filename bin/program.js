// Finds the program: the bundle that `npm run build` makes of it starts in half the time. It is used only if it was made from the
// files that are compiled now, which the compiler's own record shows. Coverage counts the compiled files.
import { readFileSync, statSync } from "node:fs";

const built = new URL("../dist/", import.meta.url);

function isBundled() {
  if (process.env.NODE_V8_COVERAGE !== undefined) return false;
  try {
    const { size, mtimeMs } = statSync(new URL(".tsbuildinfo", built));
    return readFileSync(new URL("program/built-from", built), "utf8") === `${size} ${mtimeMs}`;
  } catch {
    return false;
  }
}

/** The URL of the module that exports `main`. */
export const program = new URL(isBundled() ? "program/main.js" : "src/cli/main.js", built).href;
