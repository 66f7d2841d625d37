import { FOLDER } from "../apt_repository/sources.ts";
import type { Args } from "./args.ts";

/** A repository's name in the names of files, as Ansible makes it. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_\s]+/g, "-")
    .replace(/[^a-z0-9-]+/g, "");
}

/** The file that describes the repository. */
export const sourcesFile = ({ name }: Args) => `${FOLDER}/${slug(name)}.sources`;

/** The files that a key from a URL may be in. apt tells armored keys from binary ones by the end of the name. */
export function keyFile({ name }: Args, format: "asc" | "gpg"): string {
  return `/etc/apt/keyrings/${slug(name)}.${format}`;
}

/** The repository as apt reads it, with the fields in Ansible's order. `signedBy` is a path, a fingerprint or a key. */
export function stanza(args: Args, signedBy: string | undefined): string {
  const fields = { ...args, types: args.types ?? ["deb"], signed_by: signedBy };
  return Object.entries(fields)
    .filter(([name, value]) => value !== undefined && !["state", "mode"].includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${fieldName(name)}:${textOf(value ?? "")}\n`)
    .join("");
}

function fieldName(name: string): string {
  if (name === "name") return "X-Repolib-Name";
  if (name === "uris") return "URIs";
  return name.replace(/(^|_)([a-z])/g, (_, start: string, letter: string) => (start && "-") + letter.toUpperCase());
}

function textOf(value: string | number | boolean | readonly string[]): string {
  if (typeof value === "boolean") return value ? " yes" : " no";
  const text = typeof value === "object" ? value.join(" ") : String(value).trim();
  if (!text.includes("\n")) return ` ${text}`;
  return text
    .split("\n")
    .map((line) => `\n    ${line.trim() || "."}`)
    .join("");
}
