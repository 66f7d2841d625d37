import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { WithSources } from "../../inventory/load-project.ts";
import type { Layer } from "../../language/scope.ts";
import { jsonFaults, readData, type DataFile } from "../../load/data-file.ts";
import type { ReadSecret } from "../../load/reading.ts";
import { literalTemplate } from "../../load/literal-template.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import { mergeExtraVars, type ExtraVars } from "../extra-vars.ts";
import type { Io } from "../io.ts";

/** The variables of `-e` as a layer, with the text of their files for code frames. */
export async function extraLayer(
  extraVars: readonly ExtraVars[],
  { cwd }: Pick<Io, "cwd">,
  readSecret: ReadSecret,
): Promise<Outcome<Layer> & WithSources> {
  for (const json of extraVars.flatMap((one) => (one.from === "command line" && one.json ? [one.json] : []))) {
    const faults: readonly Fault[] = jsonFaults(json, "-e");
    if (isNonEmpty(faults)) return { ...bad(...faults), sources: new Map([["-e", json]]) };
  }
  const files = extraVars.flatMap((one) => (one.from === "file" ? [one.file] : []));
  const contents = new Map<string, DataFile>();
  for (const file of files) contents.set(file, await readData(file, cwd, readSecret));
  const sources = new Map([...contents.values()].flatMap((content) => [...content.sources]));
  const merged = mergeExtraVars(extraVars, (file) => contents.get(file) ?? good(new Map()));
  const warnings = [...[...contents.values()].flatMap((content) => content.warnings), ...literalTemplates(extraVars)];
  return { ...(merged.ok ? good({ name: "-e", variables: merged.value }) : merged), sources, warnings };
}

function literalTemplates(extraVars: readonly ExtraVars[]): Fault[] {
  const values = extraVars.flatMap((one) => (one.from === "command line" ? Object.entries(one.vars) : []));
  return values.flatMap(([name, value]) => literalTemplate(name, value, "-e") ?? []);
}
