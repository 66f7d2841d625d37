import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad } from "../../errors/fault.ts";
import { shellModule } from "../../module/contract.ts";
import { COMMAND_ARGS, COMMAND_NOTES, COMMAND_RETURNS } from "../lib/command/args.ts";
import { NOTHING_TO_READ } from "../lib/no-op.ts";
import { applyCommand, readCommand } from "../lib/command/apply.ts";
import { decideCommand } from "../lib/command/decide.ts";
import { probeCommand } from "../lib/command/probe.ts";
import { splitWords } from "./split-words.ts";

interface Words {
  readonly argv?: readonly string[];
  readonly cmd?: string;
}

export const command = shellModule({
  name: "command",
  summary: "Runs a program, without a shell.",
  notes: [
    "`cmd` is split into words by the quoting rules of sh; variables, globs, pipes and redirections are not interpreted: use `shell` for them. `argv` is used unchanged.",
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
  returns: COMMAND_RETURNS,
  examples: [
    { title: "Print a program's version", args: { cmd: "tail --version" } },
    { title: "Create a file once", args: { argv: ["touch", "/opt/it is done"], creates: "/opt/it is done" } },
  ],
  probe: probeCommand,
  decide: (args, state, predicted) => {
    const argv = words(args);
    return argv.length > 0
      ? decideCommand({ ...args, argv, shown: shown(args) }, state, predicted)
      : { changes: [], result: {}, fault: NO_WORDS };
  },
  apply: (args) => applyCommand({ ...args, argv: words(args), shown: shown(args) }),
  asRead: (args) => {
    const argv = words(args);
    if (argv.length === 0) return { script: NOTHING_TO_READ, parse: () => bad(NO_WORDS) };
    return readCommand({ ...args, argv, shown: shown(args) });
  },
});

const NO_WORDS = moduleFault("modules/argument", {
  name: "cmd",
  problem: "cannot be split into words: it is empty or has an unclosed quote",
  write: "Close the quote, or give the words as a list in `argv`.",
});

function words({ argv, cmd = "" }: Words): readonly string[] {
  return argv ?? splitWords(cmd) ?? [];
}

function shown({ argv, cmd = "" }: Words): string {
  return argv?.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ") ?? cmd;
}
