import { Unknown } from "../../../model/unknown.ts";
import type { Predicted } from "../../../module/contract.ts";

/** Where packages of a distribution bring nothing. */
const OF_THE_ADMINISTRATOR = /^\/(home|root|srv|tmp|usr\/local|var\/tmp)(\/|$)/;

/**
 * Why a path that does not exist now may exist later: check mode has predicted a package that may bring it. What packages contain is not known
 * before they are downloaded, so the names decide: `nginx-light` may bring whatever has `nginx` in its path.
 */
export function fromPackage(path: string, predicted: Predicted): Unknown | undefined {
  if (OF_THE_ADMINISTRATOR.test(path) || predicted.get({ kind: "path", name: path }) !== undefined) return undefined;
  let bringer: string | undefined;
  predicted.any("package", (name) => {
    if (!wordsOf(name).some((word) => path.includes(word))) return false;
    if (predicted.get({ kind: "package", name }) === null) return false;
    bringer = name;
    return true;
  });
  return bringer === undefined ? undefined : new Unknown(`the package ${bringer} may bring ${path}`);
}

/** The parts of a package's name that can be recognized in paths: `docker` of `docker.io`. The package lists are no package. */
function wordsOf(name: string): string[] {
  return name.includes(" ") ? [] : name.split(/[-.:+]/).filter((word) => /[a-z]{3}/.test(word) && !GENERAL.has(word));
}

/** Words that say nothing about what a package contains. */
const GENERAL = new Set(["bin", "client", "common", "core", "data", "dev", "doc", "lib", "server", "tools", "utils"]);
