// Writes NAME.sh.ts next to every src/**/NAME.sh. Runs before the compiler, so it is plain JavaScript.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesEndingIn, moduleOf, root } from "./shell-programs.mjs";

const programs = filesEndingIn(".sh");
for (const path of programs) {
  const target = join(root, `${path}.ts`);
  const text = moduleOf(path, readFileSync(join(root, path), "utf8"));
  if (!existsSync(target) || readFileSync(target, "utf8") !== text) writeFileSync(target, text);
}
for (const path of filesEndingIn(".sh.ts")) {
  if (!programs.includes(path.slice(0, -".ts".length))) rmSync(join(root, path));
}
