import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { shellModule } from "../../../module/contract.ts";
import type { SourceWithWords } from "../../../module/schema.ts";
import { shellOperator, splitWords } from "../../../module/split-words.ts";
import { applyCommand } from "../../lib/command/apply.ts";
import { COMMAND_ARGS, COMMAND_NOTES, COMMAND_RETURNS } from "../../lib/command/args.ts";
import { type Command, decideCommand } from "../../lib/command/decide.ts";
import { type Conditions, probeCommand } from "../../lib/command/probe.ts";

interface ScriptArgs extends Conditions {
  readonly cmd: SourceWithWords;
  readonly executable?: string;
}

const { chdir, creates, removes, follow_unsafe_links, changes } = COMMAND_ARGS;

export const script = shellModule({
  name: "script",
  summary: "Sends a script of the project to the host and runs it there.",
  notes: [
    "The file needs a first line that names its interpreter (`#!/bin/sh`), or `executable`. It is executable on the host whatever its mode here, only the task's user can read it, and it is removed afterwards.",
    "The words after the file's name are its arguments, split by the quoting rules of sh; variables, globs and pipes are not interpreted.",
    ...COMMAND_NOTES,
  ],
  args: {
    required: ["cmd"],
    shorthand: "cmd",
    properties: {
      cmd: {
        type: "string",
        source: "file",
        words: true,
        description: "A file in the `files/` folder of the role or the project, and its arguments.",
      },
      executable: { type: "string", description: "The interpreter, and arguments for it.", minLength: 1 },
      chdir,
      creates,
      removes,
      follow_unsafe_links,
      changes,
    },
  },
  failsOnRc: true,
  returns: COMMAND_RETURNS,
  examples: [
    { title: "Run a script with an argument", args: { cmd: "set-up.sh --quiet" } },
    {
      title: "Run a script of another language once",
      args: { cmd: "set-up.pl", executable: "perl -w", creates: "/opt/it-is-done" },
    },
  ],
  probe: probeCommand,
  decide: (args, state, predicted) => {
    const fault = faultOf(args);
    if (fault) return { changes: [], result: {}, fault };
    return decideCommand(toCommand(args), state, predicted);
  },
  apply: (args) => applyCommand(toCommand(args)),
});

function faultOf({ cmd, executable = "" }: ScriptArgs): Fault | undefined {
  const operator = shellOperator(cmd.line);
  if (operator !== undefined) {
    const problem = `has \`${operator}\`, which only a shell interprets`;
    const write = `Do that within the script, or quote the word if the script is to get it: \`'${operator}'\`.`;
    return moduleFault("modules/argument", { name: "cmd", problem, write });
  }
  if (splitWords(executable) !== undefined) return undefined;
  const problem = "has a quote that is not closed";
  return moduleFault("modules/argument", { name: "executable", problem, write: "Close the quote." });
}

function toCommand({ cmd, executable = "", ...conditions }: ScriptArgs): Command {
  const program = { content: cmd.content, interpreter: splitWords(executable) ?? [] };
  return { ...conditions, argv: cmd.words, shown: cmd.line, program };
}
