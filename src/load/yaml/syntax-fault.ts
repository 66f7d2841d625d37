import type { YAMLError } from "yaml";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";

const HINTS: Partial<Record<YAMLError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY: "Put the value in quotes if it contains a colon, or check the indentation.",
  MULTILINE_IMPLICIT_KEY: "Add the missing colon after a key, or the missing quotes around a value.",
  BAD_INDENT: "Check the indentation, and that every bracket is closed.",
  MISSING_CHAR: "Close the quote or bracket, or add the missing colon.",
  BAD_SCALAR_START: "Put the value in quotes.",
};

/** The fault for a parser's error. The most frequent mistakes have messages of their own. */
export function syntaxFault(error: YAMLError, text: string, origin: Origin): Fault {
  const line = text.split(/\r?\n/)[origin.line - 1] ?? "";
  const tab = /^ *\t/.exec(line)?.[0].length;
  if (tab !== undefined) {
    return loadFault("load/tab", {}, { origin: { file: origin.file, line: origin.line, col: tab, end: tab + 1 } });
  }
  const template = /(?:^|[:-]\s+)(\{\{)/d.exec(line)?.indices?.[1];
  if (template) {
    return loadFault(
      "load/unquoted-template",
      {},
      { origin: { file: origin.file, line: origin.line, col: template[0] + 1 } },
    );
  }
  const [reason = ""] = error.message.split(/ at line \d+|\n/);
  const message = `${reason.charAt(0).toLowerCase()}${reason.slice(1).replace(/:$/, "")}`;
  const hint = HINTS[error.code] ?? "Check the line for a missing quote, colon or blank.";
  return loadFault("load/yaml", { message, hint }, { origin });
}
