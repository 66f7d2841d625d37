import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** The parsed YAML files of a folder, sorted by name. */
export function yamlIn(folder) {
  return filesIn(folder, /\.ya?ml$/).map((file) => ({ file, content: parse(readFileSync(file, "utf8")) }));
}

/** The dashboards in a provider's folder, including subfolders. */
export function dashboardsOf({ name, path, folder }, complain) {
  if (!existsSync(path)) complain(`the path of dashboards does not exist: ${path}`);
  return filesIn(path, /\.json$/, true).flatMap((file) => {
    try {
      return [{ file, provider: name, folder, content: JSON.parse(readFileSync(file, "utf8")) }];
    } catch (error) {
      complain(`${file}: ${error.message}`);
      return [];
    }
  });
}

/** The plugins in the plugins folder, from their plugin.json files. */
export function pluginsIn(folder) {
  return filesIn(folder, /\/plugin\.json$/, true).map((file) => {
    const { id, info } = JSON.parse(readFileSync(file, "utf8"));
    return { id, version: info?.version ?? "" };
  });
}

function filesIn(folder, pattern, deep = false) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: deep })
    .map((name) => join(folder, name))
    .filter((file) => pattern.test(file))
    .sort();
}
