import { shellModule } from "../module/contract.ts";
import { COMMAND_ARGS, COMMAND_NOTES, COMMAND_RETURNS, SHELL_ARGS } from "./lib/command/args.ts";
import { applyCommand, readCommand } from "./lib/command/apply.ts";
import { decideCommand, type Command } from "./lib/command/decide.ts";
import { probeCommand, type Conditions } from "./lib/command/probe.ts";

interface ShellArgs extends Conditions {
  readonly cmd: string;
  readonly executable: string;
}

export const shell = shellModule({
  name: "shell",
  summary: "Runs a script in a shell.",
  notes: [
    "The script is passed to the shell unchanged: quote the values that you interpolate, or pass them through `stdin`. Prefer `command` if you need no pipe, glob or redirection.",
    ...COMMAND_NOTES,
  ],
  args: {
    required: ["cmd"],
    shorthand: "cmd",
    properties: {
      ...SHELL_ARGS,
      ...COMMAND_ARGS,
    },
  },
  failsOnRc: true,
  failsByStatus: true,
  background: true,
  returns: COMMAND_RETURNS,
  examples: [
    { title: "Count the accounts", args: { cmd: "cut -d: -f1 /etc/passwd | wc -l" } },
    { title: "Run a script only once", args: { cmd: "date >/opt/first-run", creates: "/opt/first-run" } },
  ],
  probe: probeCommand,
  decide: (args, state, predicted) => decideCommand(toCommand(args), state, predicted),
  apply: (args) => applyCommand(toCommand(args)),
  asRead: (args) => readCommand(toCommand(args)),
});

function toCommand(args: ShellArgs): Command {
  return { ...args, argv: [args.executable, "-c", args.cmd], shown: args.cmd };
}
