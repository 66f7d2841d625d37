import { EXIT_MEANINGS } from "../../src/cli/exit-codes.ts";
import { FLAGS, spelling } from "../../src/cli/flags.ts";
import type { Flag } from "../../src/cli/flags.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

const REPEATED: Readonly<Record<Flag["type"], string>> = {
  switch: "",
  count: "counts",
  text: "the last one holds",
  texts: "adds",
  names: "adds",
  whole: "the last one holds",
  seconds: "the last one holds",
};

/** The page of all flags and exit codes. */
export function flagDoc(): GeneratedFile {
  const flags = (FLAGS as readonly Flag[]).map((flag) => [
    `\`${spelling(flag)}\``,
    prose(flag.sentence),
    REPEATED[flag.type],
  ]);
  const exits = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => [code, prose(meaning)]);
  const lines = [
    "# Flags",
    "",
    "    provision PLAYBOOK... [FLAG]...",
    "    provision doc [MODULE]",
    "    provision schema [KIND]",
    "",
    "All flags belong to the first form; `--help` goes with each, `--version` with the first.",
    "",
    ...table(["flag", "meaning", "given again"], flags),
    ...["", "## Exit codes", ""],
    ...table(["exit", "meaning"], exits),
  ];
  return { path: "docs/reference/flags.md", text: page(lines) };
}
