import { certainEntry, entry, faultsOf, near, type Catalogue } from "../define.ts";
import { FOLDER_HINT } from "./load.ts";

interface PendingHandlerParameters {
  readonly playbook: string | undefined;
  readonly play: string;
  readonly role: string | null;
  readonly handler: string;
  /** The run that left it. */
  readonly left: string;
  /** Where the host keeps it. */
  readonly path: string;
}

/** What can go wrong while a plan runs. */
export const runErrors = {
  "run/command-failed": entry<{ exit: number; hasOutput: boolean }>(
    ({ exit }) => `The command on the host ended with exit status ${exit}.`,
    ({ hasOutput }) =>
      hasOutput
        ? "See the end of its output above. Run with -v to see all of it."
        : "It printed nothing. Run it on the host by hand to see why, or accept the status with `failed_when`.",
  ),
  "run/not-approved": certainEntry<{ isPlanned: boolean; change: string | undefined }>(
    ({ isPlanned, change }) =>
      `The plan ${isPlanned ? "has other changes by this task" : "has no change by this task"}, so it was not made${change === undefined ? "" : `: ${change}`}.`,
    () => "Make a new plan with `provision plan`, and look at what it has to do now.",
  ),
  "run/received-twice": certainEntry<{ path: string; hosts: readonly string[] }>(
    ({ path, hosts }) => `Two hosts, ${hosts.join(" and ")}, would write ${path}.`,
    () => "Leave `flat` out, or put {{ inventory_hostname }} into `dest`.",
  ),
  "run/received-torn": entry<{ path: string }>(
    ({ path }) => `The file changed while it was fetched, so ${path} was not written.`,
    () => "Fetch it when nothing writes it, or set `validate_checksum: false` to take it as it comes.",
  ),
  "run/not-received": entry<{ path: string; reason: string }>(
    ({ path, reason }) => `${path} on this machine cannot be written: ${reason}.`,
    () => "Name another folder as `dest`, or correct its permissions.",
  ),
  "run/failed-when": entry<{ condition: string }>(
    ({ condition }) => `The failed_when condition \`${condition}\` is true.`,
    () => "See the values that it evaluated above. Run with -v to see the whole result.",
  ),
  "run/until": entry<{ condition: string; tries: number }>(
    ({ condition, tries }) =>
      `The until condition \`${condition}\` is still false after ${tries === 1 ? "1 try" : `${tries} tries`}.`,
    () =>
      "See the values of the last try above (run with -v for its whole result) and the service's log. Raise `retries` or `delay` if it only needs more time.",
  ),
  "run/not-settled": entry<{ what: string; seconds: number }>(
    ({ what, seconds }) => `Still waiting for ${what} after ${seconds} s.`,
    () => "Check the service's own log on the host. Raise the task's timeout if it only needs more time.",
  ),
  "run/include-unknown": certainEntry<{
    name: string;
    near: string | undefined;
    known: readonly string[];
    /** A file whose name differs only in letter case. */
    rename?: { readonly from: string; readonly to: string } | undefined;
  }>(
    ({ name }) => `No file or role that was read before the run is named \`${name}\`.`,
    ({ near: other, known, rename }) =>
      rename
        ? `Rename ${rename.from} to ${rename.to}: letter case matters, and the values of facts such as facts.os.family are in lower case.`
        : near(other, known.length > 0 ? `These were read: ${known.join(", ")}.` : "Create the file."),
  ),
  "run/include-invalid": certainEntry<{ name: string; problem: string }>(
    ({ name, problem }) => `The file \`${name}\` has no variables that can be included: ${problem}.`,
    () => "Correct the file, or name another one.",
  ),
  "run/include-name": certainEntry<{ found: string }>(
    ({ found }) => `The name of what is included must be a string, but is ${found}.`,
    () => "Write one name. For several, write `loop`.",
  ),
  "run/include-depth": certainEntry<{ limit: number; last: readonly string[] }>(
    ({ limit, last }) => `More than ${limit} includes are nested in each other: … → ${last.join(" → ")}.`,
    () => "Write a `when` on the include that is false at the end.",
  ),
  "run/end-role-outside": certainEntry<object>(
    () => "`meta` yields `end_role`, which works only in a role.",
    () => "Let it yield `end_host` to end the play for a host, or move the tasks into a role.",
  ),
  "run/restarts-itself": certainEntry<object>(
    () => "The task would restart the machine on which provision runs.",
    () => "Restart it by hand, or run provision on another machine and reach this one by SSH.",
  ),
  "run/misplaced-omit": certainEntry<{ where: string }>(
    ({ where }) => `\`omit\` has no meaning ${where}.`,
    () => "Use it as the whole value of an argument, or of an entry or item inside one.",
  ),
  "run/not-a-list": certainEntry<{ found: string }>(
    ({ found }) => `\`loop\` must be a list or a map, but is ${found}.`,
    () => "Write a list, or a `!cel` expression that returns one. The items of a map have `key` and `value`.",
  ),
  "run/background-read": certainEntry<object>(
    () => "`check_mode` is false here: then the task only reads, and cannot be a background job (`async`).",
    () => "Remove one of the two keys.",
  ),
  "run/not-a-number": certainEntry<{ key: string; found: string }>(
    ({ key, found }) => `\`${key}\` must be a number, but is ${found}.`,
    () => "Write a plain number, or a template that renders one.",
  ),
  "run/number-range": certainEntry<{ key: string; least: number; isWhole: boolean; found: string }>(
    ({ key, least, isWhole, found }) =>
      `\`${key}\` must be a ${isWhole ? "whole number" : "number"} of at least ${least}, but is ${found}.`,
    () => "Write a number within this limit, or a template that renders one.",
  ),
  "run/not-a-name": certainEntry<{ key: string; found: string }>(
    ({ key, found }) => `\`${key}\` must be a string, but is ${found}.`,
    () => "Write a string, or a template that renders one.",
  ),
  "run/not-a-flag": certainEntry<{ key: string; found: string }>(
    ({ key, found }) => `\`${key}\` must be true or false, but is ${found}.`,
    ({ key }) =>
      `Write \`${key}: true\`, \`${key}: false\`, or an expression that is true or false, as in \`${key}: !cel size(x) > 1\`.`,
  ),
  "run/not-a-map": certainEntry<{ key: string; found: string }>(
    ({ key, found }) => `\`${key}\` must be a map, but is ${found}.`,
    () => "Write a map, or a template or expression that returns one.",
  ),
  "run/unknown-handler": certainEntry<{ name: string; near: string | undefined }>(
    ({ name }) => `No handler of this play or its roles is named \`${name}\`, which \`notify\` has computed.`,
    ({ near: name }) => near(name, "Add the handler to the role's handlers/main.yaml or to the play's handlers."),
  ),
  "run/not-a-user": certainEntry<{ name: string }>(
    ({ name }) => `${JSON.stringify(name)} is not a valid user name for become.`,
    () => "Write a login name: letters, digits, `.`, `_`, `-` and `@`.",
  ),
  "run/nul-byte": certainEntry<Record<string, never>>(
    () => "An argument contains a NUL byte, which cannot be passed to a program.",
    () => "Remove the byte, or write the bytes to a file with `copy` and pass that file's name.",
  ),
  "run/lone-surrogate": certainEntry<Record<string, never>>(
    () => "An argument contains half of a surrogate pair, which is not a character.",
    () => "Correct the value where it comes from, such as `\\ud800` in a JSON answer.",
  ),
  "run/no-terminal": certainEntry<object>(
    () => "The task waits for Enter, but the run has no terminal.",
    () => "Give `seconds` or `minutes`, or run the playbook in a terminal.",
  ),
  "run/interrupted": entry<Record<string, never>>(
    () => "The run was interrupted before this task had ended.",
    () => "Run the playbook again: the task starts from what it left.",
  ),
  "run/spared": entry<{ host: string; process: string }>(
    ({ process }) =>
      `A package manager is at work (process ${process}); to end it would leave packages half installed.`,
    () => "Wait until it has finished, or press Ctrl-C again to abandon it.",
  ),
  "run/abandoned": entry<{ task: string; host: string; processes: readonly string[] }>(
    ({ task, host, processes }) =>
      `Abandoned: what the task "${task}" was running may still run on ${host}${processes.length > 0 ? `: ${processes.join(", ")}` : ""}.`,
    () =>
      "Run the playbook again: the next run ends what this one left there, and removes its lock and temporary files.",
  ),
  "run/not-closed": entry<{ host: string }>(
    ({ host }) => `${host} does not answer any more: the run's lock and temporary files may still be there.`,
    () => "Run the playbook again: the next run removes them.",
  ),
  "run/too-many-failed": entry<{ play: string; failed: number; hosts: number; most: number }>(
    ({ play, failed, hosts, most }) =>
      `${failed} of ${hosts} hosts failed in the play "${play}", more than its \`max_fail_percentage\` of ${most} allows. The run ends.`,
    () => "Fix what failed and run again.",
  ),
  "run/once-failed": entry<{ task: string; host: string; others: readonly string[] }>(
    ({ task, host, others }) =>
      `"${task}" runs once for all hosts and failed on ${host}, so it has also failed for ${others.join(", ")}.`,
    () => "Fix what failed and run again. To let the hosts go on, put the task into a block with `rescue`.",
  ),
  "run/batch-failed": entry<{ play: string; remaining: readonly string[] }>(
    ({ play, remaining }) =>
      `Every host of the batch failed, so the play "${play}" does not run on ${remaining.join(", ")}.`,
    () => "Fix what failed and run again. The remaining hosts were not changed.",
  ),
  "run/handler-gone": entry<PendingHandlerParameters>(
    (pending) => `${describeHandler(pending)} is pending from ${pending.left}, but no longer exists.`,
    ({ path }) => `Give it back the name that it had, or forget it: remove ${path} on the host.`,
  ),
  "run/handler-without-host": entry<PendingHandlerParameters>(
    (pending) =>
      `${describeHandler(pending)} is pending from ${pending.left}, but the play no longer runs on this host.`,
    ({ path }) => `Add the host to the play's \`hosts\` again, or forget the handler: remove ${path} on the host.`,
  ),
  "run/handler-undecided": entry<PendingHandlerParameters & { reason: string }>(
    (pending) =>
      `${describeHandler(pending)} is pending from ${pending.left}, but this run cannot tell whether it is to run: ${pending.reason}.`,
    ({ path }) =>
      `Do by hand what the handler does, if that is still necessary. Then forget it: remove ${path} on the host.`,
  ),
  "run/handler-circle": entry<{ names: readonly string[] }>(
    ({ names }) =>
      `These handlers notify each other in a circle that does not end: ${names.join(", ")}. The last one stays pending.`,
    () => "Remove one of their `notify`, or give one of them a `changed_when` that is false if it has changed nothing.",
  ),
  "run/handler-of-newer-version": entry<{ path: string }>(
    ({ path }) => `A newer version of provision has left a pending handler in ${path}. This version cannot read it.`,
    ({ path }) => `Run that version again, or forget the handler: remove ${path} on the host.`,
  ),
  "run/handler-without-playbook": entry<PendingHandlerParameters>(
    (pending) =>
      `${describeHandler(pending)} is pending from ${pending.left}, but the project no longer has that playbook.`,
    ({ path, playbook = "" }) =>
      `Rename the playbook back to ${playbook} and run it, or forget the handler: remove ${path} on the host.`,
  ),
  "run/handler-of-unknown-playbook": entry<PendingHandlerParameters>(
    (pending) =>
      `${describeHandler(pending)} is pending from an older version of provision, which did not store the playbook.`,
    ({ path }) =>
      `Do by hand what the handler does, if that is still necessary. Then forget it: remove ${path} on the host.`,
  ),
  "run/no-hosts": entry<{ play: string; pattern: string }>(
    ({ play, pattern }) => `The play "${play}" has nothing to do: no host matches ${pattern}.`,
    () => "Compare the play's `hosts` with the inventory's groups and hosts.",
  ),
  "run/hosts-unknown": entry<{ play: string; tasks: readonly string[] }>(
    ({ play, tasks }) =>
      `The play "${play}" may run on more hosts: in check mode, it is not known what these tasks add: ${tasks.join(", ")}.`,
    () => "Compare the hosts of the play in the run with those of the check.",
  ),
  "run/nothing-to-do": entry<Record<string, never>>(
    () => "No play has any host: there is nothing to do.",
    () => "Compare the plays' `hosts` and the limit with the inventory's groups and hosts (--list-hosts shows them).",
  ),
  "run/unknown-tag": entry<{ tag: string; near: string | undefined }>(
    ({ tag }) => `Nothing in these playbooks has the tag ${tag}.`,
    ({ near: other }) => near(other, "List the tags with --list-tags."),
  ),
  "run/source-missing": certainEntry<{ name: string; folders: readonly string[] }>(
    ({ name }) => `The task's source \`${name}\` was not found in the project.`,
    ({ folders }) => `Put it into one of: ${folders.join(", ")}.`,
  ),
  "run/source-unusable": certainEntry<{ name: string; reason: string; folder: boolean }>(
    ({ name, reason }) => `The task's source \`${name}\` cannot be sent: ${reason}.`,
    ({ folder }) => (folder ? FOLDER_HINT : "Name a regular file that you may read."),
  ),
} as const satisfies Catalogue;

export const runFault = faultsOf(runErrors);

function describeHandler({ playbook, play, role, handler }: PendingHandlerParameters): string {
  const place = [playbook, `play "${play}"`, role === null ? undefined : `role ${role}`];
  return `The handler "${handler}" (${place.filter((part) => part !== undefined).join(", ")})`;
}
