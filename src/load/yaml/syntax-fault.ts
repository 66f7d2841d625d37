import type { YAMLError } from "yaml";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { indentationFault } from "./indentation-fault.ts";
import type { SyntaxError } from "./syntax-error.ts";

/** The fault for a parser's error. The most frequent mistakes have messages of their own. */
export function syntaxFault(error: SyntaxError): Fault {
  return tabFault(error) ?? templateFault(error) ?? indentationFault(error) ?? unclosedFault(error) ?? yamlFault(error);
}

function tabFault({ origin, rows }: SyntaxError): Fault | undefined {
  // A tab is often reported on the line before, whose value it seems to continue.
  for (const line of [origin.line, origin.line + 1]) {
    const tab = /^ *\t/.exec(rows[line - 1] ?? "")?.[0].length;
    if (tab !== undefined)
      return loadFault("load/tab", {}, { origin: { file: origin.file, line, col: tab, end: tab + 1 } });
  }
  return undefined;
}

function templateFault({ origin, rows }: SyntaxError): Fault | undefined {
  const template = /(?:^|[:-]\s+)(\{\{)/d.exec(rows[origin.line - 1] ?? "")?.indices?.[1];
  if (!template) return undefined;
  return loadFault(
    "load/unquoted-template",
    {},
    { origin: { file: origin.file, line: origin.line, col: template[0] + 1 } },
  );
}

/** A quote or bracket that is not closed. A bracket is missed where the parser stops, a quote where it is opened. */
function unclosedFault({ origin, opened, rows }: SyntaxError): Fault | undefined {
  if (!opened) return undefined;
  const mark = rows[opened.line - 1]?.[opened.col - 1] ?? "";
  const closing = CLOSING[mark];
  const parameters = {
    message: `${mark} is not closed`,
    hint: `Check the indentation, and write ${closing ?? mark} where the value ends.`,
  };
  if (closing === undefined) return loadFault("load/yaml", parameters, { origin: opened });
  const also = [{ note: `The ${mark} is here:`, origin: opened }];
  return loadFault("load/yaml", parameters, { origin, also });
}

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

interface Words {
  readonly message: string;
  readonly hint: string;
}

function yamlFault(error: SyntaxError): Fault {
  return loadFault("load/yaml", wordsOf(error), { origin: error.origin });
}

function wordsOf(error: SyntaxError): Words {
  const { code, message, origin, rows } = error;
  const row = rows[origin.line - 1] ?? "";
  const rest = row.slice(origin.col - 1).trim();
  if (/\r./.test(row)) {
    return { message: "a line ends with a carriage return only", hint: "Save the file with Unix line ends (LF)." };
  }
  if (code === "BLOCK_AS_IMPLICIT_KEY") {
    const [, key = "", value = ""] = /^\s*(?:- +)*(.+?): +(.*)$/.exec(row) ?? [];
    return {
      message: "a value without quotes contains a colon and a blank, so it looks like a second key",
      hint: `Quote the value: ${key}: ${quoted(value)}.`,
    };
  }
  if (code === "MULTILINE_IMPLICIT_KEY" || /^Implicit map keys need/.test(message)) return keyWords(row);
  if (code === "BAD_SCALAR_START") {
    return { message: `a value cannot begin with ${rest.charAt(0)}`, hint: `Quote it: ${quoted(rest)}.` };
  }
  if (code === "BAD_DQ_ESCAPE") {
    const escape = /Invalid escape sequence (\S+)/.exec(message)?.[1] ?? rest.slice(0, 2);
    return {
      message: `${escape} is not an escape sequence`,
      hint: `Write \\${escape} for a backslash, or put the value in single quotes.`,
    };
  }
  if (rest.startsWith("{{")) {
    return {
      message: "braces in the middle of a value need quotes here",
      hint: `Quote the value: ${around(row, origin.col)}.`,
    };
  }
  return lineWords(message, row, origin.col) ?? parserWords(code, message);
}

function keyWords(row: string): Words {
  const [, key, value = ""] = /^\s*(?:- +)*([\w.-]+):(\S.*)$/.exec(row) ?? [];
  if (key !== undefined) return { message: "the blank after a colon is missing", hint: `Write ${key}: ${value}.` };
  return {
    message: "this line is neither a key with a colon nor a list item with a dash",
    hint: "Write key: value, or - value, or indent the line to continue the value above it.",
  };
}

/** Explains text in a place where the parser does not expect any. */
function lineWords(message: string, row: string, col: number): Words | undefined {
  const before = row.slice(0, col - 1);
  const value = /^(\s*(?:- +)*[^:]+: +)(.*)$/.exec(row)?.[2] ?? row.trim();
  if (/^(Not a YAML token|Block scalar header)/.test(message)) {
    return {
      message: "| and > at the start of a value begin a block of lines",
      hint: `Quote the value: ${quoted(value)}.`,
    };
  }
  if (/^Unexpected scalar at node end/.test(message) && /["']$/.test(before.trimEnd())) {
    return {
      message: "text follows the closing quote",
      hint: "Put the whole value in quotes; inside single quotes, write '' for one, and inside double quotes, write \\\".",
    };
  }
  if (/^Unexpected block-seq-ind on same line/.test(message)) {
    return {
      message: "a list begins on the line of its key",
      hint: "Begin the list on the next line, or quote the value.",
    };
  }
  if (/^Unexpected scalar at node end/.test(message) && col === 1) {
    return {
      message: "a key follows the items of a list",
      hint: "Begin the line with a dash, or indent it so that it belongs to the item above.",
    };
  }
  if (/^Missing directives-end/.test(message)) {
    return { message: "a line begins with %", hint: "Put the value in quotes." };
  }
  return undefined;
}

/** The value in a map or list on one line that has `{{` in this column, in quotes. */
function around(row: string, col: number): string {
  const start = /[^{[:,\s][^,[]*$/.exec(row.slice(0, col - 1).replace(/^.*(?:[:,]\s|[{[])/, ""))?.[0] ?? "";
  const end = /^(?:\{\{.*?\}\}|[^,\]}])+/.exec(row.slice(col - 1))?.[0] ?? "";
  return quoted(start + end);
}

const HINTS: Partial<Record<YAMLError["code"], string>> = {
  BAD_INDENT: "Check the indentation, and that every bracket is closed.",
  MISSING_CHAR: "Close the quote or bracket, or add the missing colon.",
};

function parserWords(code: YAMLError["code"], message: string): Words {
  const [reason = ""] = message.split(/ at line \d+/);
  const clause = `${reason.charAt(0).toLowerCase()}${reason.slice(1).replace(/:$/, "")}`;
  return { message: clause, hint: HINTS[code] ?? "Check the line for a missing quote, colon or blank." };
}

function quoted(value: string): string {
  const text = value.trim();
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return /["\\]/.test(short) ? `'${short.replaceAll("'", "''")}'` : `"${short}"`;
}
