/** What a command may change. */
export const CHANGES_ARG = {
  type: "object",
  description:
    "All that the command may change: in check mode only tasks about these are unknown after it, and only what it returns. Give an empty map for a command that changes nothing which a task manages.",
  properties: {
    paths: {
      type: "array",
      description: "Paths, each with everything below it.",
      items: { type: "string", description: "A full path.", pattern: "^/", rule: "an absolute path" },
    },
    units: {
      type: "array",
      description: "Units of systemd, or services.",
      items: { type: "string", description: "A name such as `nginx` or `backup.timer`.", minLength: 1 },
    },
    packages: {
      type: "array",
      description: "Packages.",
      items: { type: "string", description: "The name of a package.", minLength: 1 },
    },
  },
} as const;

/** The arguments that `command` and `shell` share. */
export const COMMAND_ARGS = {
  chdir: {
    type: "string",
    description: "The working directory, an absolute path.",
    pattern: "^/",
    rule: "an absolute path",
  },
  creates: {
    type: "string",
    description: "Skip the command if this path, or one that matches this pattern, exists.",
    minLength: 1,
  },
  removes: { type: "string", description: "Skip the command if no such path exists; a pattern as well.", minLength: 1 },
  follow_unsafe_links: {
    type: "boolean",
    description:
      "Go to `chdir` through symbolic links that belong neither to root nor to the task's user, too. Only if you trust these users: the command then runs where they choose.",
    default: false,
  },
  stdin: { type: "string", description: "The command's standard input." },
  changes: CHANGES_ARG,
} as const;

/** The arguments that `shell` and `raw` share. */
export const SHELL_ARGS = {
  cmd: { type: "string", description: "The script, which may have several lines.", minLength: 1 },
  executable: {
    type: "string",
    description: "The shell.",
    default: "/bin/sh",
    pattern: "^/",
    rule: "an absolute path",
  },
} as const;

export const COMMAND_RETURNS = {
  cmd: "The command.",
  rc: "Its exit status; 128 plus the signal's number if a signal ended it.",
  stdout: "Its standard output without trailing line breaks; if longer than 1 MiB, the first and the last 512 KiB.",
  stderr: "Its standard error, likewise.",
  stdout_lines: "The lines of `stdout`.",
  stderr_lines: "The lines of `stderr`.",
  reason: "Why the command was skipped, if `creates` or `removes` skipped it.",
} as const;

export const COMMAND_NOTES = [
  "The effect of a command cannot be predicted: in check mode it is not run, and its result is unknown. With `creates` or `removes`, check mode knows whether it would be skipped. With `changes`, it knows what may be different after it: name all of that, because nothing else is doubted.",
  "A command that has run is reported as changed, unless `changed_when` says otherwise. An exit status other than 0 is a failure, unless `failed_when` says otherwise.",
  "Programs are found by the PATH of the login or, with `become`, of sudo, and then in the folders of the system. Folders that another unprivileged user can write to are searched after those of the system.",
  "`creates` and `removes` report what exists, wherever links of other users lead. The owner of a folder decides what exists in it.",
  "Its background processes keep running and cannot write into the result.",
] as const;
