// Runs shellcheck over the shell programs of src/.
import { spawnSync } from "node:child_process";
import { filesEndingIn, root } from "./shell-programs.mjs";

const { error, status } = spawnSync("shellcheck", filesEndingIn(".sh"), { cwd: root, stdio: "inherit" });
if (error) {
  process.stderr.write(
    error.code === "ENOENT"
      ? "shellcheck is not installed. Debian and Ubuntu: apt-get install shellcheck. macOS: brew install shellcheck.\n"
      : `shellcheck could not be started: ${error.message}\n`,
  );
}
process.exitCode = status ?? 1;
