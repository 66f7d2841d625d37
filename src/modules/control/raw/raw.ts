import { good } from "../../../errors/fault.ts";
import { shellModule } from "../../../module/contract.ts";
import { applyCommand, readCommand } from "../../lib/command/apply.ts";
import { CHANGES_ARG, COMMAND_RETURNS, SHELL_ARGS } from "../../lib/command/args.ts";
import { type Command, decideCommand } from "../../lib/command/decide.ts";
import { NOTHING_TO_READ } from "../../lib/no-op.ts";

interface RawArgs extends Pick<Command, "changes"> {
  readonly cmd: string;
  readonly executable: string;
}

const { cmd, rc, stdout, stderr, stdout_lines, stderr_lines } = COMMAND_RETURNS;

export const raw = shellModule({
  name: "raw",
  summary: "Runs a script in a shell, whatever exists on the host.",
  notes: [
    "Every module here needs nothing but `sh` on the host, so `raw` can do no more than `shell`, which also has `chdir`, `creates`, `removes` and `stdin`.",
    "Check mode does not run the script, and its result is unknown. A script that has run is reported as changed, unless `changed_when` says otherwise.",
  ],
  args: {
    required: ["cmd"],
    shorthand: "cmd",
    properties: { ...SHELL_ARGS, changes: CHANGES_ARG },
  },
  failsOnRc: true,
  background: true,
  returns: { cmd, rc, stdout, stderr, stdout_lines, stderr_lines },
  examples: [
    { title: "Print the kernel's version", args: { cmd: "uname -r" } },
    {
      title: "Use another shell",
      args: { cmd: "set -o pipefail; cut -d: -f1 /etc/passwd | wc -l", executable: "/bin/bash" },
    },
  ],
  probe: () => ({ script: NOTHING_TO_READ, parse: () => good(undefined) }),
  decide: (args, _, predicted) => decideCommand(toCommand(args), { creates: false, removes: false }, predicted),
  apply: (args) => applyCommand(toCommand(args)),
  asRead: (args) => readCommand(toCommand(args)),
});

function toCommand(args: RawArgs): Command {
  return {
    argv: [args.executable, "-c", args.cmd],
    shown: args.cmd,
    follow_unsafe_links: false,
    ...(args.changes && { changes: args.changes }),
  };
}
