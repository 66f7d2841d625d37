import { createHash } from "node:crypto";
import { toJson } from "../../model/json.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, optional, text, whole } from "./parameters.ts";

/** JSON.stringify indents by at most 10 spaces. */
const MAX_INDENT = 10;

/** Functions that write values in a format, and hashes. */
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
    name: "b64encode",
    summary: "Encodes a string in Base64.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["me:pw"], result: "bWU6cHc=" }],
    run: (value) => Buffer.from(value, "utf8").toString("base64"),
  }),
  define({
    name: "sha256",
    summary: "Computes the SHA-256 of a string's UTF-8 bytes, in hexadecimal.",
    parameters: [text("value")],
    result: "string",
    examples: [{ args: ["abc"], result: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }],
    run: (value) => createHash("sha256").update(value).digest("hex"),
  }),
];
