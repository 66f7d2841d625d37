import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, type Fault } from "../../errors/fault.ts";
import { shellModule } from "../../module/contract.ts";
import { COMMAND_ARGS, COMMAND_NOTES, COMMAND_RETURNS } from "../lib/command/args.ts";
import { NOTHING_TO_READ } from "../lib/no-op.ts";
import { applyCommand, readCommand } from "../lib/command/apply.ts";
import { decideCommand } from "../lib/command/decide.ts";
import { probeCommand } from "../lib/command/probe.ts";
import { shellOperator, splitWords } from "../../module/split-words.ts";

interface Words {
  readonly argv?: readonly string[] | undefined;
  readonly cmd?: string;
}

export const command = shellModule({
  name: "command",
  summary: "Runs a program, without a shell.",
  notes: [
    "`cmd` is split into words by the quoting rules of sh; variables and globs are not interpreted, and unquoted pipes, lists and redirections are rejected: use `shell` for them. `argv` is used unchanged.",
    ...COMMAND_NOTES,
  ],
  args: {
    required: [],
    shorthand: "cmd",
    properties: {
      cmd: { type: "string", description: "The program and its arguments in one string.", minLength: 1 },
      argv: {
        type: "array",
        description: "The program and its arguments, one per item.",
        items: { type: "string", description: "One word." },
        minItems: 1,
      },
      ...COMMAND_ARGS,
    },
    oneOf: [["cmd", "argv"]],
  },
  failsOnRc: true,
  failsByStatus: true,
  background: true,
  returns: COMMAND_RETURNS,
  examples: [
    { title: "Print a program's version", args: { cmd: "tail --version" } },
    { title: "Create a file once", args: { argv: ["touch", "/opt/it is done"], creates: "/opt/it is done" } },
  ],
  probe: probeCommand,
  decide: (args, state, predicted) => {
    const fault = faultOf(args);
    if (fault) return { changes: [], result: {}, fault };
    return decideCommand({ ...args, argv: words(args), shown: shown(args) }, state, predicted);
  },
  apply: (args) => applyCommand({ ...args, argv: words(args), shown: shown(args) }),
  asRead: (args) => {
    const fault = faultOf(args);
    if (fault) return { script: NOTHING_TO_READ, parse: () => bad(fault) };
    return readCommand({ ...args, argv: words(args), shown: shown(args) });
  },
});

const NO_WORDS = moduleFault("modules/argument", {
  name: "cmd",
  problem: "cannot be split into words: it is empty or has an unclosed quote",
  write: "Close the quote, or give the words as a list in `argv`.",
});

/** A word such as `|` would be passed to the program, which is never what the author means. */
function faultOf({ argv, cmd = "" }: Words): Fault | undefined {
  if (words({ argv, cmd }).length === 0) return NO_WORDS;
  const operator = argv ? undefined : shellOperator(cmd);
  if (operator === undefined) return undefined;
  const problem = `has \`${operator}\`, which only a shell interprets`;
  const write = `Use the \`shell\` module, or quote the word if the program is to get it: \`'${operator}'\`.`;
  return moduleFault("modules/argument", { name: "cmd", problem, write });
}

function words({ argv, cmd = "" }: Words): readonly string[] {
  return argv ?? splitWords(cmd) ?? [];
}

function shown({ argv, cmd = "" }: Words): string {
  return argv?.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ") ?? cmd;
}
