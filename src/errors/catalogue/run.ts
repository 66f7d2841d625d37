import { entry, faultsOf, near, type Catalogue } from "../define.ts";

export const runErrors = {
  "run/command-failed": entry<{ exit: number }>(
    ({ exit }) => `the command on the host ended with exit status ${exit}`,
    () => "its last lines are below; with -v the whole of both outputs is shown",
  ),
  "run/not-a-read": entry<{ module: string }>(
    ({ module }) => `the module ${module} cannot be run with \`check_mode: false\``,
    () => "that key is for commands that only read; every other module reads for itself in check mode: leave it out",
  ),
  "run/failed-when": entry<{ condition: string }>(
    ({ condition }) => `failed_when holds: ${condition}`,
    () => "what it looked at is below; the whole result is shown with -v",
  ),
  "run/until": entry<{ condition: string; tries: number }>(
    ({ condition, tries }) => `after ${tries} tries this still does not hold: ${condition}`,
    () =>
      "what the last try saw is below (its whole result with -v): look at the log of what was asked; raise `retries` or `delay` where it only needs longer",
  ),
  "run/not-settled": entry<{ what: string; seconds: number }>(
    ({ what, seconds }) => `still waiting for ${what} after ${seconds} s`,
    () => "look at the service's own log on the host; raise the task's time-out where it only needs longer",
  ),
  "run/not-a-list": entry<{ found: string }>(
    ({ found }) => `\`loop\` wants a list, this is ${found}`,
    () => "write a list, or a `!cel` expression that gives one",
  ),
  "run/not-a-number": entry<{ key: string; found: string }>(
    ({ key, found }) => `\`${key}\` wants a number, this is ${found}`,
    () => "write a plain number, or a template that gives one",
  ),
  "run/not-a-name": entry<{ key: string; found: string }>(
    ({ key, found }) => `\`${key}\` wants a text, this is ${found}`,
    () => "write a text, or a template that gives one",
  ),
  "run/not-a-user": entry<{ name: string }>(
    ({ name }) => `${JSON.stringify(name)} cannot be the name of a user to become`,
    () => "write a login name: letters, digits, `.`, `_`, `-` and `@`",
  ),
  "run/nul-byte": entry<Record<string, never>>(
    () => "an argument holds a NUL byte, which no program can be given",
    () => "leave the byte out, or write the bytes to a file with `copy` and name that file",
  ),
  "run/batch-failed": entry<{ play: string; left: readonly string[] }>(
    ({ play, left }) => `no host of the batch is left, so the play "${play}" ends before ${left.join(", ")}`,
    () => "mend what failed and run again: those hosts are as they were",
  ),
  "run/no-hosts": entry<{ play: string; pattern: string }>(
    ({ play, pattern }) => `the play "${play}" has nothing to do: no host matches ${pattern}`,
    () => "compare the play's `hosts` with the inventory's groups and hosts",
  ),
  "run/nothing-to-do": entry<Record<string, never>>(
    () => "no play has any host: there is nothing to do",
    () => "compare the plays' `hosts` and the limit with the inventory's groups and hosts (--list-hosts shows them)",
  ),
  "run/unknown-tag": entry<{ tag: string; near: string | undefined }>(
    ({ tag }) => `nothing in these playbooks has the tag ${tag}`,
    ({ near: other }) => near(other, "--list-tags shows the tags"),
  ),
  "run/source-missing": entry<{ name: string; folders: readonly string[] }>(
    ({ name }) => `there is no file ${name}`,
    ({ folders }) => `put it into one of: ${folders.join(", ")}`,
  ),
} as const satisfies Catalogue;

export const runFault = faultsOf(runErrors);
