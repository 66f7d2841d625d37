import { quotedWord } from "../model/quoted-word.ts";

/*
 * How text is written into files of some formats so that the program that reads the file gets exactly that text.
 * Undefined means that the format cannot hold the text.
 */

/**
 * A value in an env file of Docker Compose, after `NAME=`. Unquoted and double-quoted values are expanded, single-quoted ones are not, but they
 * cannot contain a single quote, and old versions of Compose treat backslashes in them differently.
 */
export function envValue(text: string): string | undefined {
  if (text.includes("\0")) return undefined;
  if (/^[\w./:@%+,=~^-]*$/.test(text)) return text;
  if (!/['\\\r\n]/.test(text)) return `'${text}'`;
  const escaped = text
    .replace(/[\\"$]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r");
  return `"${escaped}"`;
}

/** A YAML string in a file whose reader takes `$` for the start of a variable, and `$$` for a dollar sign. Simple paths stay unquoted. */
export function composeValue(text: string): string | undefined {
  if (text.includes("\0")) return undefined;
  return /^\/[\w./-]*(:[\w./-]+)*$/.test(text) ? text : JSON.stringify(text.replaceAll("$", "$$$$"));
}

/** A value in a file of Java properties, after `KEY=`. It is pure ASCII, because the encoding of such files depends on the program. */
export function propertiesValue(text: string): string {
  return text
    .replace(/\\/g, "\\\\")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/\t/g, "\\t")
    .replace(/\f/g, "\\f")
    .replace(/^ /, "\\ ")
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A word of a command line for a POSIX shell. */
export function shellWord(text: string): string | undefined {
  if (text.includes("\0")) return undefined;
  return quotedWord(text);
}
