import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Scope } from "../../language/scope-interface.ts";
import { compileFile, type Template } from "../../language/template/template.ts";
import type { Source, Task } from "../../load/project.ts";
import { findPartials } from "../../load/tasks/partials.ts";
import { candidatePaths } from "../../load/tasks/sources.ts";
import { toJson } from "../../model/json.ts";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { contentOfBytes, type Content } from "../../module/content.ts";

/** Files up to this size (bytes) are read into memory and can be shown in a diff. */
const SMALL = 64 * 1024;

/** An argument that names a file of the project. */
export interface SourceUse {
  readonly task: Task;
  readonly argument: string;
  readonly kind: "file" | "template";
  readonly name: string;
  readonly origin: Origin | undefined;
}

/** The content of a file that an argument names. A literal name was resolved when the project was loaded, a computed one is resolved now. */
export async function contentOf(use: SourceUse, scope: Scope): Promise<Outcome<Content | Unknown>> {
  const source = use.task.sources.get(use.argument) ?? (await find(use));
  if (!source) {
    const folders = use.task.search[use.kind === "file" ? "files" : "templates"];
    return bad(runFault("run/source-missing", { name: use.name, folders }, { origin: use.origin }));
  }
  if (use.kind === "file") return good(await fileContent(source.path));
  const template = source.template ? good(source.template) : await compile(source.path, use.task.search.templates);
  return template.ok ? rendered(template.value, basename(source.path), scope) : template;
}

async function find({ task, kind, name }: SourceUse): Promise<Source | undefined> {
  for (const path of candidatePaths(name, task.search[kind === "file" ? "files" : "templates"])) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return { path, template: undefined };
  }
  return undefined;
}

async function compile(path: string, folders: readonly string[]): Promise<Outcome<Template>> {
  const read = async (file: string) => {
    const text = await readFile(file, "utf8").catch(() => undefined);
    return text === undefined ? undefined : { text, at: { file, line: 1, col: 1 } };
  };
  const text = await readFile(path, "utf8");
  return compileFile(text, { file: path, line: 1, col: 1 }, await findPartials(text, folders, read));
}

function rendered(template: Template, label: string, scope: Scope): Outcome<Content | Unknown> {
  const text = template.render(scope);
  if (!text.ok) return text;
  const { value } = text;
  if (value instanceof Unknown) return good(value);
  const plain = value instanceof Secret ? value.reveal() : value;
  return good(bytesContent(Buffer.from(typeof plain === "string" ? plain : toJson(plain)), label));
}

async function fileContent(path: string): Promise<Content> {
  const { size } = await stat(path);
  if (size <= SMALL) return bytesContent(await readFile(path), basename(path));
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { label: basename(path), size, sha256: hash.digest("hex"), open: () => createReadStream(path) };
}

function bytesContent(bytes: Buffer, label: string): Content {
  const text = bytes.toString("utf8");
  const isText = bytes.length <= SMALL && !text.includes("\0") && !text.includes("\uFFFD");
  return isText ? contentOfBytes(bytes, label, text) : contentOfBytes(bytes, label);
}
