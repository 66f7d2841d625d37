import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap } from "../../../model/value.ts";
import type { Predicted } from "../../../module/contract.ts";
import { read, sequence, write, type Script } from "../../../module/script.ts";
import { chmodMode, parentOf, parseMode } from "../path/args.ts";
import { toValue } from "../path/state.ts";
import type { Fields } from "../script-output.ts";

/** Files of the system's settings, which are read and written whole: their texts by path. A missing file is not in the map. */
export type Texts = ReadonlyMap<string, string>;

/** The new text of a file; null: the file is removed. */
export interface NewText {
  readonly path: string;
  readonly text: string | null;
  /** The permissions in octal; by default those that it has, 0644 for a new one. */
  readonly mode?: string | undefined;
}

/** Bytes beyond which a file is not read. */
const LIMIT = 1_048_576;

/** Defines `show_file PATH`, which prints a line `file PATH TEXT`, both in base64, if there is such a file, or `unread PATH`. */
export const SHOW_FILE = read`show_file() {
[ -f "$1" ] || return 0
if [ ! -r "$1" ] || [ "$(stat -L -c %s -- "$1")" -gt ${LIMIT} ]; then printf 'unread %s\\n' "$1"; return; fi
printf 'file %s %s\\n' "$(printf %s "$1" | base64 | tr -d '\\n')" "$(base64 <"$1" | tr -d '\\n')"
}`;

/** What `show_file` has printed. A file that cannot be read as text cannot be written as a whole either. */
export function textsOf(output: Fields): Outcome<Texts> {
  const texts = new Map<string, string>();
  for (const line of output.all("file")) {
    const [path = "", base64 = ""] = line.split(" ");
    const text = textOfBase64(base64);
    const name = Buffer.from(path, "base64").toString("utf8");
    if (text === undefined) return bad(systemFault("modules/no-text", { path: name }));
    texts.set(name, text);
  }
  const unread = output.get("unread");
  return unread === undefined ? good(texts) : bad(systemFault("modules/no-text", { path: unread }));
}

/** The text of bytes in base64; undefined if it is not UTF-8. */
export function textOfBase64(base64: string): string | undefined {
  const bytes = Buffer.from(base64, "base64");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) && !text.includes("\0") ? text : undefined;
}

/** A file's text after the changes that check mode has predicted; undefined if it does not exist. */
export function textAfter(path: string, texts: Texts, predicted: Predicted): string | undefined | Unknown {
  const later = predicted.get({ kind: "path", name: path });
  if (later === undefined) return texts.get(path);
  if (later === null) return undefined;
  if (isMap(later) && typeof later["text"] === "string") return later["text"];
  return new Unknown(`the content of ${path} is not known`);
}

/** The same for several files, by path; without those that do not exist. */
export function textsAfter(paths: Iterable<string>, texts: Texts, predicted: Predicted): Texts | Unknown {
  const now = new Map<string, string>();
  for (const path of paths) {
    const text = textAfter(path, texts, predicted);
    if (text instanceof Unknown) return text;
    if (text !== undefined) now.set(path, text);
  }
  return now;
}

/** The change of a file's text. */
export function textChange({ path, text, mode }: NewText, before: string | undefined, summary: string): Change {
  const value = (of: string) =>
    toValue({ kind: "file", text: of, ...(mode !== undefined && { mode: parseMode(mode) }) });
  return {
    resource: { kind: "path", name: path },
    summary,
    before: before === undefined ? null : toValue({ kind: "file", text: before }),
    after: text === null ? null : value(text),
  };
}

/** Writes or removes files, each in one step. */
export function putFiles(files: readonly NewText[]): Script<"write"> {
  return sequence([write`unsafe_links=`, ...files.map(putFile)]);
}

function putFile({ path, text, mode }: NewText): Script<"write"> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const go = write`enter ${parentOf(path)} || refuse\nunmoved || refuse`;
  if (text === null) return write`${go}\nremove ${name}`;
  return write`${go}
enter_stage
copy_to_stage ${name}
printf %s ${text} >"$new" || fail 'The new text cannot be stored.'
${mode === undefined ? write`:` : setMode(parseMode(mode))}
take_name ${name}
leave_stage`;
}

function setMode(mode: number): Script<"write"> {
  return write`chmod -- ${chmodMode(mode)} "$new" || fail 'The mode cannot be set.'`;
}
