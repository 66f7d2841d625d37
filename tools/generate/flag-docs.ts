import { EXIT_MEANINGS } from "../../src/cli/exit-codes.ts";
import { FLAGS, spelling } from "../../src/cli/flags.ts";
import type { Command, Flag } from "../../src/cli/flags.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

const REPEATED: Readonly<Record<Flag["type"], string>> = {
  switch: "",
  count: "counts",
  string: "the last one wins",
  strings: "adds",
  names: "adds",
  integer: "the last one wins",
  seconds: "the last one wins",
};

/** Names the flags that another command accepts, too. */
function shared(command: Command): string {
  const taken = (FLAGS as readonly Flag[]).filter(({ commands }) => commands.includes(command));
  return `, and ${taken.map((flag) => `\`${spelling(flag)}\``).join(", ")} to the commands of \`${command}\` that read the project's secrets`;
}

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
    "    provision secrets keygen",
    "    provision secrets view [NAME] [-i FILE]...",
    "    provision secrets edit [-i FILE]...",
    "    provision secrets encrypt FILE",
    "    provision unlock HOST [FLAG]...",
    "    provision tunnel [SERVICE]... [FLAG]...",
    "    provision images lock [PLAYBOOK] [FLAG]...",
    "    provision run HOSTS MODULE [ARGS]... [FLAG]...",
    "    provision inventory --list | --graph | --host HOST [FLAG]...",
    "    provision vars HOST [NAME] [FLAG]...",
    "",
    `All flags belong to the first form${shared("secrets")}; \`--help\` goes with each, \`--version\` with the first.`,
    "",
    ...table(["flag", "meaning", "given again"], flags),
    ...["", "## Exit codes", ""],
    ...table(["exit", "meaning"], exits),
  ];
  return { path: "docs/reference/flags.md", text: page(lines) };
}
