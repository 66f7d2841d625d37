import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good } from "../../errors/fault.ts";
import type { Outcome } from "../../errors/fault.ts";
import { nearNames } from "../../errors/nearest.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { modulePage } from "../reference/module-page.ts";
import { allTopics, type Topic } from "../reference/topics.ts";

const fault = faultsOf(cliErrors);

/** The output of `provision doc`: everything of one name, whatever it is, or a list of all names or of one kind, such as `functions`. */
export async function doc(name: string | undefined, registry: ModuleRegistry): Promise<Outcome<string>> {
  const topics = allTopics();
  if (name === undefined)
    return good([await moduleList(registry), ...KINDS.map((kind) => nameList(kind, topics))].join("\n"));
  const written = name.replace(/^(?:ansible\.(?:builtin|posix)|community\.\w+)\./, "");
  const module = registry.names.includes(written) ? await registry.load(written) : undefined;
  const found = topicsOf(written, topics);
  const pages = [...(module ? [modulePage(module)] : []), ...found.map(page)];
  if (pages.length > 0) return good(pages.join("\n"));
  if (name === "modules") return good(await moduleList(registry));
  const kind = KINDS.find((one) => name === `${one}s`);
  if (kind) return good(nameList(kind, topics));
  const names = [...registry.names, ...topics.flatMap((topic) => topic.names)];
  return bad(fault("cli/unknown-module", { name, near: nearNames(written, names) }));
}

/** What has a name, or the fact that a path such as `facts.os.family` is a part of. */
function topicsOf(name: string, topics: readonly Topic[]): readonly Topic[] {
  const found = topics.filter(({ names }) => names.includes(name));
  const fact = /^facts\.\w+(?=\.)/.exec(name)?.[0];
  return found.length > 0 || fact === undefined ? found : topics.filter(({ names }) => names.includes(fact));
}

function page({ kind, names: [name], lines }: Topic): string {
  return `${name} (${kind})\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n`;
}

const KINDS = ["keyword", "function", "fact", "setting"] as const;

/** The modules with their summaries. */
async function moduleList(registry: ModuleRegistry): Promise<string> {
  const width = Math.max(0, ...registry.names.map((name) => name.length));
  const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
  const lines = modules.flatMap((module) => (module ? [`  ${module.name.padEnd(width)}  ${module.summary}`] : []));
  return `${["modules:", ...lines].join("\n")}\n`;
}

/** The names of one kind. */
function nameList(kind: Topic["kind"], topics: readonly Topic[]): string {
  const names = topics.filter((topic) => topic.kind === kind).map((topic) => topic.names[0]);
  return `${[`${kind}s:`, ...wrapped([...new Set(names)])].join("\n")}\n`;
}

/** Names in lines of at most 100 characters. */
function wrapped(names: readonly string[]): string[] {
  const lines = [""];
  for (const name of names) {
    const line = `${lines.at(-1) ?? ""}  ${name}`;
    if (line.length <= 100) lines[lines.length - 1] = line;
    else lines.push(`  ${name}`);
  }
  return lines;
}
