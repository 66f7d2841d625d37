import { entry, faultsOf, near, type Catalogue } from "../define.ts";

const either = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(" or ");

/** What can be wrong with variables, once it is known which role runs on which host. */
export const planErrors = {
  "plan/wrong-variable": entry<{ what: string; expected: string; found: string; hint: string }>(
    ({ what, expected, found }) => `The variable \`${what}\` must be ${expected}, but is ${found}.`,
    ({ hint }) => hint,
  ),
  "plan/missing-variable": entry<{ name: string; role: string; host: string; expected: string }>(
    ({ name, role, host }) => `The role ${role} requires the variable \`${name}\`, which ${host} does not have.`,
    ({ expected }) => `Set it for the host or one of its groups, for the play, or with -e: it must be ${expected}.`,
  ),
  "plan/unread-variable": entry<{ name: string; near: string | undefined; isExtra: boolean }>(
    ({ name, isExtra }) => `Nothing reads the variable \`${name}\`${isExtra ? ", which -e sets" : ""}.`,
    ({ near: name }) => near(name, "Correct its name, or remove it."),
  ),
  "plan/hidden-result": entry<{ name: string }>(
    ({ name }) => `The task registers \`${name}\`, but -e sets that variable, so nothing can read the result.`,
    () => "Give the variable of -e another name, or leave it out.",
  ),
  "plan/unknown-start": entry<{ name: string; near: readonly string[] }>(
    ({ name }) => `No task is named \`${name}\`, which --start-at-task names.`,
    ({ near: names }) =>
      names.length > 0
        ? `Did you mean ${either(names)}?`
        : "List the tasks with --list-tasks. A task of an include with a computed name cannot be named.",
  ),
  "plan/start-in-rescue": entry<{ name: string }>(
    ({ name }) => `The task \`${name}\`, which --start-at-task names, only runs after a failure: it is in \`rescue\`.`,
    () => "Name the first task of its block.",
  ),
  "plan/start-at-handler": entry<{ name: string }>(
    ({ name }) => `\`${name}\`, which --start-at-task names, is a handler: it runs when a task notifies it.`,
    () =>
      "Name a task. A handler that a failed run left pending runs in the next run of its play, wherever that starts.",
  ),
  "plan/resume-lost": entry<{ host: string; task: string; play: string }>(
    ({ host, task, play }) =>
      `${host} stopped at the task \`${task}\` of the play ${play}, which this run does not have, or not only once.`,
    () =>
      "Start at another task with `--limit @failed --start-at-task NAME`, or run everything on these hosts with `--limit @failed`.",
  ),
  "plan/resume-changed": entry<{ files: readonly string[] }>(
    ({ files }) => `The tasks have changed since the run that failed: ${files.join(", ")}.`,
    () =>
      "Each host starts at the task with the name of the one that failed. Write `--limit @failed` without --resume to run what was added before it.",
  ),
  "plan/missing-file": entry<{
    variable: string;
    file: string;
    folders: readonly string[];
    createdBy: string | undefined;
  }>(
    ({ variable, file }) => `The file ${file} does not exist. The variable \`${variable}\` names it.`,
    ({ folders, createdBy }) =>
      createdBy === undefined
        ? `Correct the variable, or put the file into ${folders.join(" or ")}.`
        : `Create it with \`${createdBy}\`, or let the variable name another file in ${folders.join(" or ")}.`,
  ),
  "plan/port-conflict": entry<{
    host: string;
    port: string;
    first: string;
    second: string;
    variables: readonly string[];
  }>(
    ({ host, port, first, second }) => `Port ${port} of ${host} is declared twice: for ${first} and for ${second}.`,
    ({ variables }) => `Give one of them another port: set ${either(variables)}.`,
  ),
  "plan/heap-too-large": entry<{
    user: string;
    heap: string;
    size: string;
    lower: readonly string[];
    raise: readonly string[];
  }>(
    ({ user, heap, size }) => `The heap of ${user}, ${heap}, does not fit its memory limit, ${size}.`,
    ({ lower, raise }) => `Lower ${either(lower)}, or raise ${either(raise)} above it.`,
  ),
  "plan/image-not-locked": entry<{ image: string; lock: string; locked: string | undefined }>(
    ({ image, lock, locked }) =>
      `The lock file ${lock} has no digest of the image ${image}${locked === undefined ? "" : `, but of ${locked}`}.`,
    () => "Run `provision images lock`, and look at what it changes before you deploy.",
  ),
  "plan/image-unknown": entry<{ user: string; host: string }>(
    ({ user, host }) => `The image of ${user} on ${host} is known only during the run, so it cannot be locked.`,
    () => "Compute its name from variables of the project only: without facts, and without results of tasks.",
  ),
} as const satisfies Catalogue;

export const planFault = faultsOf(planErrors);
