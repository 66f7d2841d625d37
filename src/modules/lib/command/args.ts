/** The arguments that `command` and `shell` share. */
export const COMMAND_ARGS = {
  chdir: { type: "string", description: "The folder to run in: an absolute path.", pattern: "^/" },
  creates: { type: "string", description: "Run nothing where this path is there.", minLength: 1 },
  removes: { type: "string", description: "Run nothing where this path is not there.", minLength: 1 },
  stdin: { type: "string", description: "The text that the command reads from its standard input." },
} as const;

export const COMMAND_RETURNS = {
  cmd: "The command.",
  rc: "Its exit status; 128 and more where a signal ended it.",
  stdout: "Its standard output without line ends at the end; of more than 1 MiB the first and the last 512 KiB.",
  stderr: "Its standard error, likewise.",
  stdout_lines: "`stdout` in lines.",
  stderr_lines: "`stderr` in lines.",
  reason: "Why nothing was run, where `creates` or `removes` said so.",
} as const;

export const COMMAND_NOTES = [
  "What a command does cannot be predicted: in check mode it is not run, and its result is unknown. With `creates` or `removes` it is known when there is nothing to run.",
  "It is reported as changed whenever it has run, unless `changed_when` says otherwise; an exit status other than 0 is a failure, unless `failed_when` says otherwise.",
  "What it leaves running in the background goes on running and cannot write into the result.",
] as const;
