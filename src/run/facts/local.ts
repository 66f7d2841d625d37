import type { Value, ValueMap } from "../../model/value.ts";
import { linesOf } from "./lines.ts";

/** A file may have as many bytes. */
const LARGEST = 262_144;

/** The facts of local.sh, by the names of their files: JSON, or sections of `name = value`. Null for what is neither. */
export function parseLocal(stdout: string): ValueMap {
  const entries = linesOf(stdout).flatMap(([word, rest]): [string, Value][] => {
    const [name = "", encoded = ""] = rest.split(" ");
    if (word !== "fact" || name === "") return [];
    const bytes = Buffer.from(encoded, "base64");
    return [[name, bytes.length > LARGEST ? null : read(bytes.toString("utf8"))]];
  });
  return { local: Object.fromEntries(entries) };
}

function read(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return readSections(text);
  }
}

function readSections(text: string): Value {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const heading = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      section = {};
      Object.defineProperty(sections, heading, {
        value: section,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      continue;
    }
    const [, name, value = ""] = /^\s*([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (!section || name === undefined) return null;
    section[name.toLowerCase()] = value;
  }
  return Object.keys(sections).length === 0 ? null : sections;
}
