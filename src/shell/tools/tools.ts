import { shellFault } from "../../errors/catalogue/shell.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { readProgram, type Script } from "../../module/script.ts";
import { tools as program } from "./tools.sh.ts";

/** The programs that every host must have, because provision's own scripts use them. */
export const TOOLS: readonly string[] = [
  ...[
    "base64",
    "cat",
    "chmod",
    "chown",
    "cp",
    "cut",
    "date",
    "dd",
    "df",
    "du",
    "flock",
    "grep",
    "head",
    "id",
    "ln",
    "ls",
    "mkdir",
    "mv",
  ],
  ...["readlink", "rm", "rmdir", "sed", "sha256sum", "sleep", "sort", "stat", "sync", "tail", "tr", "uname", "wc"],
];

/** Used if they exist. */
const OPTIONAL_TOOLS: readonly string[] = ["getent"];

/** Makes the scripts that follow in the same shell report each tool that fails. `mark` contains only letters, digits and dashes. */
export function watchTools(mark: string): Script<"read"> {
  return readProgram(program, { variables: { tools: [...TOOLS, ...OPTIONAL_TOOLS].join(" "), tool_mark: mark } });
}

/** The fault of an answer that is not one, because a tool could not do its work. */
export function brokenTool(host: string, mark: string, { stderr }: Answer): Fault | undefined {
  const start = stderr.indexOf(`\n${mark} `);
  if (start < 0) return undefined;
  const [, tool = "", status = ""] =
    stderr
      .slice(start + 1)
      .split("\n", 1)[0]
      ?.split(" ") ?? [];
  const details = stderr.split("\n").filter((line) => line !== "" && !line.startsWith(`${mark} `));
  return shellFault("shell/tool-failed", { host, tool, status: Number(status) }, { details });
}
