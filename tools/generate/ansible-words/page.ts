import type { Module } from "../../../src/module/contract.ts";
import { PLACES } from "../../../src/load/schemas/catalogue.ts";
import { INCLUDE_WORDS } from "../../../src/load/schemas/include.ts";
import type { GeneratedFile } from "../files.ts";
import { page, prose, table } from "../markdown.ts";
import { ADDITIONS, type Addition } from "./additions.ts";
import { COUNTS } from "./counts.ts";
import { verdictOf, type Kind, type Verdict } from "./verdicts.ts";

interface Row extends Verdict {
  readonly kind: Kind;
  readonly word: string;
  readonly repositories: number;
}

const SHOWN = { yes: "yes", way: "in another way", no: "no" } as const;

/** The page of Ansible's words by use: whether each can be written here is what the engine accepts. */
export function ansibleWordsDoc(modules: readonly Module[]): GeneratedFile {
  const rows = wordRows(new Set(modules.map(({ name }) => name)));
  const additions = ADDITIONS.map((addition) => additionRow(addition, modules));
  const lines = [
    "# Ansible's words, by use",
    "",
    "How much of what public roles use can be written here. The numbers are a count of 90 public repositories (927 roles): how many of them use",
    "a word at least once. [Coming from Ansible](../from-ansible.md) explains the differences.",
    ...["", "## Shares", ""],
    ...table(["", "words", "yes", "in another way", "no", "of all uses, yes or in another way"], shares(rows)),
    "",
    "A use is a word in a repository. What only a command could do counts as no; its row says which. A module counts as yes if it exists: the features",
    "name arguments that are not there. These are shares of words, not of roles: a role can be written if all its words can, and its expressions and",
    "templates have to be rewritten.",
    ...["", "## Features", ""],
    `The ${ADDITIONS.length} features that roles need, in the order in which each brings most to somebody who has those before it: ${summary(additions)}.`,
    ...["", ...table(["feature", "repositories", "here", "otherwise"], additions)],
    ...kinds().flatMap((kind) => section(kind, rows)),
  ];
  return { path: "docs/reference/ansible-words.md", text: page(lines) };
}

// The cast is safe: `COUNTS` is a constant and has no other keys.
const kinds = (): Kind[] => Object.keys(COUNTS) as Kind[];

function wordRows(modules: ReadonlySet<string>): Row[] {
  return kinds().flatMap((kind) =>
    Object.entries(COUNTS[kind]).map(([word, repositories]) => ({
      ...{ kind, word, repositories },
      ...verdictOf(kind, word, modules),
    })),
  );
}

function shares(rows: readonly Row[]): string[][] {
  const parts = [...kinds().map((kind) => [kind, rows.filter((row) => row.kind === kind)] as const)];
  return [...parts, ["all", rows] as const].map(([name, some]) => {
    const count = (is: Verdict["is"]) => String(some.filter((row) => row.is === is).length);
    const uses = (those: readonly Row[]) => those.reduce((sum, { repositories }) => sum + repositories, 0);
    const share = (100 * uses(some.filter(({ is }) => is !== "no"))) / uses(some);
    return [name, String(some.length), count("yes"), count("way"), count("no"), `${share.toFixed(1)} %`];
  });
}

function section(kind: Kind, rows: readonly Row[]): string[] {
  const cells = rows
    .filter((row) => row.kind === kind)
    .map(({ word, repositories, is, write }) => [`\`${word}\``, String(repositories), SHOWN[is], prose(write)]);
  const title = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return ["", `## ${title}`, "", ...table(["word", "repositories", "here", "write"], cells)];
}

function additionRow(
  { name, repositories, needs, note, limit, instead }: Addition,
  modules: readonly Module[],
): string[] {
  const missing = needs.filter((need) => !isThere(need, modules));
  const verdict = missing.length === needs.length ? "no" : missing.length > 0 || limit !== undefined ? "partly" : "yes";
  const lacks = missing.length > 0 && verdict === "partly" ? `not ${missing.map(shown).join(", ")}` : undefined;
  const otherwise = missing.length > 0 ? instead : undefined;
  return [
    name,
    String(repositories),
    verdict,
    [note, limit, lacks, otherwise].flatMap((part) => part ?? []).join("; "),
  ];
}

/** `module`, `module.argument`, or a keyword of tasks or blocks. */
function isThere(need: string, modules: readonly Module[]): boolean {
  const [name = "", argument] = need.split(".");
  const module = modules.find((one) => one.name === name);
  if (argument !== undefined) return module !== undefined && Object.hasOwn(module.args.properties, argument);
  const keywords = [PLACES["task"], PLACES["block"]].flatMap((place) => place?.[name] ?? []);
  const isKeyword = keywords.some(({ description }) => description !== undefined);
  return module !== undefined || isKeyword || INCLUDE_WORDS.some((word) => word === name);
}

function shown(need: string): string {
  const [name = "", argument] = need.split(".");
  return argument === undefined ? `\`${name}\`` : `\`${argument}\` of \`${name}\``;
}

function summary(rows: readonly (readonly string[])[]): string {
  const count = (verdict: string) => rows.filter(([, , is]) => is === verdict).length;
  return `${count("yes")} can be written, ${count("partly")} in part, ${count("no")} not`;
}
