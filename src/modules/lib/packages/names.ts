import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";

/** A package's name and the requested version, if any. */
export interface PackageName {
  readonly name: string;
  readonly version: string | undefined;
}

const PACKAGE = /^([a-z0-9][a-z0-9+.-]*)(?:=([A-Za-z0-9][A-Za-z0-9.+~:-]*))?$/;

/** Parses the argument `name`: a string or a list. */
export function packageNames(given: unknown): Outcome<readonly PackageName[]> {
  const items = (Array.isArray(given) ? given : given === undefined ? [] : [given]).flatMap(splitAtCommas);
  const names = items.map((item) => (typeof item === "string" ? PACKAGE.exec(item) : null));
  const invalid = items.find((_, index) => !names[index]);
  if (invalid !== undefined) {
    const problem = `holds ${JSON.stringify(invalid)}, which is not a package name`;
    return bad(
      moduleFault("modules/argument", {
        name: "name",
        problem,
        write: writeInstead(invalid),
      }),
    );
  }
  const packages = names.flatMap((found) => (found ? [{ name: found[1] ?? "", version: found[2] }] : []));
  return withoutRepetitions(packages);
}

/** Ansible's playbooks also list packages in one string. */
function splitAtCommas(item: unknown): readonly unknown[] {
  return typeof item === "string" && item.includes(",") ? item.split(",").map((name) => name.trim()) : [item];
}

function withoutRepetitions(packages: readonly PackageName[]): Outcome<readonly PackageName[]> {
  const first = packages.filter(({ name }, index) => packages.findIndex((each) => each.name === name) === index);
  const other = packages.find(({ name, version }) =>
    first.some((each) => each.name === name && each.version !== version),
  );
  if (!other) return good(first);
  const problem = `holds ${other.name} with two versions`;
  return bad(moduleFault("modules/argument", { name: "name", problem, write: "Name each package only once." }));
}

function writeInstead(invalid: unknown): string {
  const given = typeof invalid === "string" ? invalid : "";
  if (given.includes("*")) return "Write a complete version: wildcards are not expanded.";
  if (/^[a-z0-9+.-]+:[a-z0-9]+/.test(given)) {
    return `Leave out the architecture, or use \`command: {argv: [apt-get, install, -y, ${JSON.stringify(given)}]}\`.`;
  }
  if (/\.deb$|\//.test(given))
    return `Copy the file to the target and use \`command: {argv: [apt-get, install, -y, /PATH/FILE.deb]}\`.`;
  return "Write NAME or NAME=VERSION, or a list of them.";
}
