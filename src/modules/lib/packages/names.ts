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
  const items: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  const names = items.map((item) => (typeof item === "string" ? PACKAGE.exec(item) : null));
  const invalid = items.find((_, index) => !names[index]);
  if (invalid !== undefined) {
    const problem = `holds ${JSON.stringify(invalid)}, which is not a package name`;
    return bad(
      moduleFault("modules/argument", {
        name: "name",
        problem,
        write: "Write NAME or NAME=VERSION, or a list of them.",
      }),
    );
  }
  return good(names.flatMap((found) => (found ? [{ name: found[1] ?? "", version: found[2] }] : [])));
}
