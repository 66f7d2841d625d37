import { toJson } from "../../model/json.ts";
import { isMap } from "../../model/value.ts";
import { Misuse, wrongArgument } from "../helper-arguments.ts";
import { textOf } from "../text.ts";
import { define, type LanguageFunction } from "./define.ts";
import { readJson, readYaml, writeYaml } from "./documents.ts";
import { any, optional, text, whole } from "./parameters.ts";
import { splitUrl } from "./urls.ts";

/** JSON.stringify indents by at most 10 spaces. */
const MAX_INDENT = 10;

/** Functions that write values in a format, and read them. */
export const ENCODINGS: readonly LanguageFunction[] = [
  define({
    name: "json",
    summary: "Writes a value as JSON; a second argument sets the number of spaces to indent it by.",
    parameters: [any("value"), optional(whole("indent", 0, MAX_INDENT))],
    result: "string",
    examples: [{ args: [{ http: 80 }], result: '{"http":80}' }],
    run: (value, indent = 0) => toJson(value, indent),
  }),
  define({
    name: "from_json",
    summary: "Reads a value from JSON.",
    parameters: [text("text")],
    result: "any",
    examples: [{ args: ['{"http": [80, null]}'], result: { http: [80, null] } }],
    run: readJson,
  }),
  define({
    name: "yaml",
    summary: "Writes a value as YAML in block style; a second argument sets the number of spaces to indent it by (2).",
    parameters: [any("value"), optional(whole("indent", 1, MAX_INDENT))],
    result: "string",
    examples: [{ args: [{ ports: [80, 443], tls: "yes" }], result: 'ports:\n  - 80\n  - 443\ntls: "yes"\n' }],
    run: (value, indent = 2) => writeYaml(value, indent),
  }),
  define({
    name: "to_nice_yaml",
    summary: "Writes a value as YAML in block style, indented by 4 spaces or by the number in the second argument.",
    parameters: [any("value"), optional(whole("indent", 1, MAX_INDENT))],
    result: "string",
    examples: [{ args: [{ a: { b: 1 } }], result: "a:\n    b: 1\n" }],
    run: (value, indent = 4) => writeYaml(value, indent),
  }),
  define({
    name: "from_yaml",
    summary: "Reads a value from YAML 1.2, of one document.",
    parameters: [text("text")],
    result: "any",
    examples: [{ args: ["a: [1, 2]\nb: on\n"], result: { a: [1, 2], b: "on" } }],
    run: readYaml,
  }),
  define({
    name: "b64encode",
    summary: "Encodes a string in Base64.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["me:pw"], result: "bWU6cHc=" }],
    run: (value) => Buffer.from(value, "utf8").toString("base64"),
  }),
  define({
    name: "b64decode",
    summary: "Decodes a string in Base64, which must be text in UTF-8.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["bWU6cHc="], result: "me:pw" }],
    run: decodeBase64,
  }),
  define({
    name: "urlencode",
    summary: "Encodes a string for a part of a URL; slashes stay. Of a map, makes the query string.",
    parameters: [any("value")],
    result: "string",
    examples: [
      { args: ["a b/c?d"], result: "a%20b/c%3Fd" },
      { args: [{ q: "x y", n: 1 }], result: "q=x+y&n=1" },
    ],
    run: (value) => {
      if (isMap(value)) {
        const pairs = Object.entries(value).map(
          ([name, item]) => [name, textOf(item) ?? toJson(item)] as [string, string],
        );
        return new URLSearchParams(pairs).toString();
      }
      const plain = textOf(value);
      if (plain === undefined) throw wrongArgument("a string or a map", value, 0);
      return encodeURIComponent(Buffer.from(plain, "utf8").toString("utf8"))
        .replace(/[!'()*]/g, percent)
        .replaceAll("%2F", "/");
    },
  }),
  define({
    name: "urldecode",
    summary: "Decodes the percent signs of a URL.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["a%20b%2Fc"], result: "a b/c" }],
    run: (value) => {
      try {
        return decodeURIComponent(value);
      } catch {
        throw new Misuse("needs text of a URL, in which `%` begins two hexadecimal digits of UTF-8", 0);
      }
    },
  }),
  define({
    name: "urlsplit",
    summary:
      "Splits a URL into scheme, username, password, hostname, port, path, query and fragment; with a second argument, returns that part.",
    parameters: [text("url"), optional(text("part"))],
    result: "map, string, number or null",
    examples: [
      { args: ["https://example.org:8443/a?b=1", "hostname"], result: "example.org" },
      {
        args: ["https://example.org:8443/a?b=1#c"],
        result: {
          scheme: "https",
          netloc: "example.org:8443",
          username: null,
          password: null,
          hostname: "example.org",
          port: 8443,
          path: "/a",
          query: "b=1",
          fragment: "c",
        },
      },
    ],
    run: splitUrl,
  }),
];

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decodeBase64(value: string): string {
  const bare = value.replace(/\s+/g, "");
  if (!/^[\w+/-]*={0,2}$/.test(bare)) throw new Misuse("needs text in Base64", 0);
  const bytes = Buffer.from(bare, "base64");
  const decoded = bytes.toString("utf8");
  if (!Buffer.from(decoded, "utf8").equals(bytes)) throw new Misuse("decodes to bytes that are not text in UTF-8", 0);
  return decoded;
}
