// Run by `npm ci` in a checkout: builds, and links the bin so that `npx provision` runs this checkout.
import { execSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
execSync("npm run build", { cwd: root, stdio: "inherit" });
const link = join(root, "node_modules", ".bin", "provision");
mkdirSync(dirname(link), { recursive: true });
rmSync(link, { force: true });
symlinkSync("../../bin/provision.js", link);
