import { statSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";

/** Preloaded into a measured program by `--import`: writes which files of JavaScript it loaded, and their size, when it ends. */
const files = new Set<string>();
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params: { url } }) => {
  const path = url.startsWith("file://") ? new URL(url).pathname : url;
  if (path.startsWith("/") && path !== new URL(import.meta.url).pathname) files.add(path);
});
session.post("Debugger.enable");
process.on("exit", () => {
  const bytes = [...files].reduce((sum, file) => sum + statSync(file).size, 0);
  writeFileSync(process.env["LOADED_FILES"] ?? "", JSON.stringify({ files: files.size, bytes }));
});
