import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { kindOf } from "../../disk/read-file.ts";
import { currentTrust } from "../../disk/trust.ts";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { isTemplate } from "../../language/template/template.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import type { Origin } from "../../model/origin.ts";
import type { ArgsSchema } from "../../module/schema.ts";
import { firstWord } from "../../module/split-words.ts";
import { namesOfItems } from "../lookups/item-names.ts";
import type { SearchPath, Source, Task } from "../project.ts";
import { targetSwitch } from "../validation/target-paths.ts";
import { displayName, readText, type Reading } from "../reading.ts";
import { fileTemplate } from "../tree.ts";
import { findPartials } from "./partials.ts";

type Kind = "file" | "template";

/**
 * Finds the source files that a task's arguments name literally; a file that is missing is a fault. Those that the items of a literal
 * loop name are checked, too; they may be missing if a condition of the task reads the item. So are templates that a computed name has as a text.
 */
export async function findSources(
  args: MapTree,
  schema: ArgsSchema,
  { search, ...task }: Pick<Task, "search" | "loop" | "loopControl" | "when">,
  reading: Reading,
): Promise<ReadonlyMap<string, Source>> {
  const found = new Map<string, Source>();
  for (const [name, { value }] of args.entries) {
    const property = sourceSchema(schema, name);
    const kind = property?.source;
    if (isOnTarget(args, targetSwitch(schema, name))) continue;
    if (!kind) continue;
    const { origin } = value;
    const before = reading.faults.length;
    for (const { text, isOptional } of namesIn(value, kind, task)) {
      const file = property.words ? firstWord(text) : text;
      const source = await findSource(
        { ...{ kind, name: file, origin, isOptional }, folder: property.folder === true },
        search,
        reading,
      );
      if (source && value.kind === "literal") found.set(name, source);
    }
    for (const fault of reading.faults.slice(before)) reading.sourceFaults.add(fault);
  }
  return found;
}

/** Whether a condition may leave out items. */
function readsItem({ when, loopControl }: Pick<Task, "when" | "loopControl">): boolean {
  const { loopVar, indexVar } = loopControl;
  const ofItem = [loopVar, indexVar, "loop_index", "loop_info"];
  return when.some(({ names }) => names.some(({ name }) => ofItem.includes(name)));
}

interface Named {
  readonly text: string;
  /** Whether the file need not exist. */
  readonly isOptional: boolean;
}

/** The names that an argument certainly or possibly has. */
function namesIn(value: Tree, kind: Kind, task: Pick<Task, "loop" | "loopControl" | "when">): readonly Named[] {
  if (value.kind === "literal") {
    const text = value.value;
    // The text of an invalid template is already reported.
    return typeof text === "string" && text !== "" && !isTemplate(text) ? [{ text, isOptional: false }] : [];
  }
  const ofItems = new Set(namesOfItems(value, task));
  const possible = kind === "template" ? textsIn(value).filter((text) => !ofItems.has(text)) : [];
  return [
    ...[...ofItems].map((text) => ({ text, isOptional: readsItem(task) })),
    ...possible.map((text) => ({ text, isOptional: true })),
  ];
}

/** The texts in a computed value, such as the default in `{{default item.template "site.conf"}}`. */
function textsIn(value: Tree): string[] {
  const written =
    value.kind === "template" ? value.template.text : value.kind === "cel" ? value.expression.text : undefined;
  const found = [...(written ?? "").matchAll(/"([^"\\\n]+)"|'([^'\\\n]+)'/g)];
  return [...new Set(found.map(([, double, single]) => double ?? single ?? ""))];
}

/** Whether the argument says, or may say when it is computed, that the file is on the target. */
function isOnTarget(args: MapTree, by: string | undefined): boolean {
  const value = by === undefined ? undefined : args.entries.get(by)?.value;
  return value !== undefined && !(value.kind === "literal" && value.value === false);
}

function sourceSchema(schema: ArgsSchema, name: string) {
  const property = schema.properties[name];
  return property?.type === "string" && property.source !== undefined ? property : undefined;
}

interface SourceName {
  readonly kind: Kind;
  readonly name: string;
  readonly origin: Origin;
  /** Whether it may be a folder. */
  readonly folder: boolean;
  /** Whether it is no fault if it is missing. */
  readonly isOptional: boolean;
}

async function findSource(
  { kind, name, origin, folder, isOptional }: SourceName,
  search: SearchPath,
  reading: Reading,
): Promise<Source | undefined> {
  const folders = kind === "file" ? search.files : search.templates;
  const located = await locate(name, folders, folder);
  if (located.is === "folder") return { path: located.path, template: undefined, isFolder: true };
  if (located.is === "file") {
    return kind === "file"
      ? { path: located.path, template: undefined }
      : templateSource(located.path, folders, reading);
  }
  if (isOptional) return undefined;
  reading.faults.push(
    located.is === "other"
      ? loadFault("load/not-a-file", { name, reason: located.reason, folder: located.folder }, { origin })
      : await missing({ kind, name, origin }, folders, reading),
  );
  return undefined;
}

async function missing(
  { kind, name, origin }: Omit<SourceName, "folder" | "isOptional">,
  folders: readonly string[],
  reading: Reading,
): Promise<Fault> {
  const code = kind === "file" ? "load/missing-file" : "load/missing-template";
  const near = nearest(name, (await Promise.all(folders.map(entriesOf))).flat());
  const details = candidatePaths(name, folders).map((candidate) => `searched: ${displayName(reading.root, candidate)}`);
  return loadFault(code, { name, near }, { origin, details });
}

/** The fault of a file of tasks that a search has not found. */
export async function missingFile(
  located: Exclude<LocatedFile, { readonly is: "file" }>,
  { name, origin }: { readonly name: string; readonly origin: Origin },
  folders: readonly string[],
  reading: Reading,
): Promise<Fault> {
  if (located.is === "missing") return missing({ kind: "file", name, origin }, folders, reading);
  return loadFault("load/unreadable", { path: name, reason: located.reason }, { origin });
}

/** The result of a search: a regular file, or the first thing of that name that is not one. */
type Located =
  | { readonly is: "file"; readonly path: string }
  | { readonly is: "folder"; readonly path: string }
  | { readonly is: "other"; readonly reason: string; readonly folder: boolean }
  | { readonly is: "missing" };
type LocatedFile = Exclude<Located, { readonly is: "folder" }>;

/** Searches the folders for a regular file. */
export function locate(name: string, folders: readonly string[]): Promise<LocatedFile>;
/** Searches the folders for a regular file, or also for a folder. */
export function locate(name: string, folders: readonly string[], acceptsFolder: boolean): Promise<Located>;
export async function locate(name: string, folders: readonly string[], acceptsFolder = false): Promise<Located> {
  let other: Located | undefined;
  for (const path of candidatePaths(name, folders)) {
    const found = await stat(path).catch(() => undefined);
    if (!found) continue;
    if (acceptsFolder && found.isDirectory()) return { is: "folder", path };
    const reason = kindOf(found);
    if (reason === undefined) {
      currentTrust()?.look(path, found);
      return { is: "file", path };
    }
    other ??= { is: "other", reason, folder: found.isDirectory() };
  }
  return other ?? { is: "missing" };
}

/** The paths at which a file may be: in each of the folders, or only the name itself if it is absolute. */
function candidatePaths(name: string, folders: readonly string[]): string[] {
  return path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name));
}

/** Reads and compiles a template and its partials. Faults are added to `reading`. */
export async function templateSource(
  file: string,
  folders: readonly string[],
  reading: Reading,
): Promise<Source | undefined> {
  const read = async (path: string) => {
    const text = await readText(path, reading);
    return text === undefined ? undefined : { text, at: { file: displayName(reading.root, path), line: 1, col: 1 } };
  };
  const template = await read(file);
  if (!template) return undefined;
  const { text, at } = template;
  return { path: file, template: fileTemplate(text, at, await findPartials(text, folders, read), reading) };
}

async function entriesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
