import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, join, resolve } from "node:path";
import { listFolder } from "../../disk/list-folder.ts";
import { withRegularFile } from "../../disk/read-file.ts";
import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Scope } from "../../language/scope-interface.ts";
import type { Template } from "../../language/template/template.ts";
import type { SearchPath, Source, Task } from "../../load/project.ts";
import { displayName, startReading } from "../../load/reading.ts";
import { locate, templateSource } from "../../load/tasks/sources.ts";
import { toJson } from "../../model/json.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { contentOfBytes, type Content, type FolderContent } from "../../module/content.ts";
import { requireUnicode } from "../../module/unicode.ts";
import { archiveContent } from "../archives/archive.ts";

/** Files up to this size (bytes) are read into memory and can be shown in a diff. */
const SMALL = 64 * 1024;

/** How many files and folders a folder may have. */
const MOST_ENTRIES = 2000;

/** An argument that names a file of the project. */
export interface SourceUse {
  readonly task: Task;
  readonly argument: string;
  readonly kind: "file" | "template";
  readonly name: string;
  readonly origin: Origin | undefined;
  /** Whether it may name a folder. */
  readonly folder?: boolean;
  /** Whether it names an archive. */
  readonly archive?: boolean;
}

/** The content of a file that an argument names. A literal name was resolved when the project was loaded, a computed one is resolved now. */
export async function contentOf(use: SourceUse, scope: Scope): Promise<Outcome<Content | FolderContent | Unknown>> {
  const found = use.task.sources.get(use.argument);
  const source = found ? good(found) : await find(use);
  if (!source.ok) return source;
  const { path, template, isFolder } = source.value;
  if (isFolder) return folderContent(path, use);
  if (template) return rendered(template, basename(path), scope);
  const content = await fileContent(path, use);
  return use.archive && content.ok ? good(await archiveContent(content.value)) : content;
}

/** The paths that an argument may name. */
export function pathsOf({
  task: { search },
  kind,
  name,
}: Pick<SourceUse, "task" | "kind" | "name">): readonly string[] {
  return search[kind === "file" ? "files" : "templates"].map((folder) => resolve(folder, name));
}

async function find({ task: { search }, kind, name, origin, folder }: SourceUse): Promise<Outcome<Source>> {
  const folders = search[kind === "file" ? "files" : "templates"];
  const located = await locate(name, folders, folder ?? false);
  switch (located.is) {
    case "folder":
      return good({ path: located.path, template: undefined, isFolder: true });
    case "missing": {
      const shown = folders.map((folder) => displayName(search.root, folder));
      return bad(runFault("run/source-missing", { name, folders: shown }, { origin }));
    }
    case "other":
      return bad(unusable({ name, origin }, located.reason, located.folder));
    case "file":
      return kind === "file" ? good({ path: located.path, template: undefined }) : compile(located.path, search);
  }
}

async function compile(path: string, search: SearchPath): Promise<Outcome<Source>> {
  const reading = startReading(search.root);
  const source = await templateSource(path, search.templates, reading);
  const faults: readonly Fault[] = reading.faults;
  if (isNonEmpty(faults)) return bad(...faults);
  return good(source ?? { path, template: undefined });
}

function unusable({ name, origin }: Pick<SourceUse, "name" | "origin">, reason: string, folder = false): Fault {
  return runFault("run/source-unusable", { name, reason, folder }, { origin });
}

function rendered(template: Template, label: string, scope: Scope): Outcome<Content | Unknown> {
  const text = template.render(scope);
  if (!text.ok) return text;
  const { value } = text;
  if (value instanceof Unknown) return good(value);
  const plain = value instanceof Secret ? value.reveal() : value;
  return good(bytesContent(Buffer.from(requireUnicode(typeof plain === "string" ? plain : toJson(plain))), label));
}

/** The file is read again later, when its bytes are sent: the host compares them with this size and digest. */
export function contentAt(path: string) {
  return withRegularFile(path, async (handle, size): Promise<Content> => {
    const label = basename(path);
    if (size <= SMALL) return bytesContent(await handle.readFile(), label);
    const hash = createHash("sha256");
    let read = 0;
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      hash.update(chunk as Buffer);
      read += (chunk as Buffer).length;
    }
    return { label, size: read, sha256: hash.digest("hex"), open: () => createReadStream(path) };
  });
}

async function fileContent(path: string, use: SourceUse): Promise<Outcome<Content>> {
  const read = await contentAt(path);
  if (read.is === "read") return good(read.value);
  return bad(unusable(use, read.is === "missing" ? "it was removed during the run" : read.reason));
}

async function folderContent(path: string, use: SourceUse): Promise<Outcome<FolderContent>> {
  const listing = await listFolder(path, MOST_ENTRIES);
  if (listing.is === "unusable") return bad(unusable(use, listing.reason));
  const files = new Map<string, Content>();
  for (const name of listing.files) {
    const content = await fileContent(join(path, name), { ...use, name: join(use.name, name) });
    if (!content.ok) return content;
    files.set(name, content.value);
  }
  const isOpen = use.name.endsWith("/");
  return good({ label: use.name, name: basename(path), isOpen, folders: listing.folders, files });
}

function bytesContent(bytes: Buffer, label: string): Content {
  const text = bytes.toString("utf8");
  const isText = bytes.length <= SMALL && !text.includes("\0") && !text.includes("\uFFFD");
  return isText ? contentOfBytes(bytes, label, text) : contentOfBytes(bytes, label);
}
