import { quotedWord } from "../../model/quoted-word.ts";
import { certainEntry, entry } from "../define.ts";

/** What other users can change. `commands` repair it; none can on a file system without modes. */
interface UnsafeProject {
  readonly count: number;
  readonly commands: readonly string[];
  readonly withoutModes: boolean;
}

const ALLOW =
  "use --allow-unsafe-project if nobody else can log in to this machine, as in a container that runs one job.";

/** What can be wrong with a command line. */
export const cliErrors = {
  "cli/unknown-flag": entry<{ flag: string; nearest: string | undefined; elsewhere?: boolean }>(
    ({ flag, elsewhere }) => `There is no flag ${flag}${elsewhere === true ? " for this command" : ""}.`,
    ({ nearest, elsewhere }) => {
      if (elsewhere === true) return "Leave it out. `provision COMMAND --help` lists the flags of a command.";
      return nearest === undefined ? "List all flags with `provision --help`." : `Did you mean ${nearest}?`;
    },
  ),
  "cli/flag-among-words": entry<{ flag: string; written: string }>(
    ({ flag }) => `${flag} after the module could be a flag of provision or of the command.`,
    ({ written }) =>
      `Write \`--\` before the words of the command: \`${written}\`. Write the short flags of provision before the module.`,
  ),
  "cli/value-missing": entry<{ flag: string }>(
    ({ flag }) => `The flag ${flag} needs a value.`,
    ({ flag }) => `Write the value after it: ${flag} VALUE.`,
  ),
  "cli/too-many-arguments": entry<{ command: string; most: number }>(
    ({ command, most }) => `\`provision ${command}\` takes at most ${most} argument.`,
    ({ command }) => `See its usage with \`provision ${command} --help\`.`,
  ),
  "cli/usage": entry<{ problem: string }>(
    ({ problem }) => `The command line is not valid: ${problem}.`,
    () => "See the usage with `provision --help`.",
  ),
  "cli/unlock-unconfirmed": entry<{ host: string }>(
    () => "Standard input is not a terminal, so nobody can confirm that the run should end.",
    ({ host }) => `Add --yes: \`provision unlock ${host} --yes\`.`,
  ),
  "cli/no-pages": entry<Readonly<Record<string, never>>>(
    () => "No role of the project declares a page on a host of the playbook.",
    () =>
      "Name the playbook with --playbook, or add `page: NAME` to the port under `provides` in the role's meta/main.yaml.",
  ),
  "cli/unknown-page": entry<{ name: string; names: readonly string[]; nearest: string | undefined }>(
    ({ name }) => `There is no page ${name}.`,
    ({ names, nearest }) => (nearest === undefined ? `The pages are ${names.join(", ")}.` : `Did you mean ${nearest}?`),
  ),
  "cli/no-images": entry<Readonly<Record<string, never>>>(
    () => "No role of the project declares an image by tag on a host of the playbook.",
    () =>
      "Name the playbook, or list the image under `provides: images` in the role's meta/main.yaml, and deploy it with `image_lock`.",
  ),
  "cli/no-images-action": entry<Readonly<Record<string, never>>>(
    () => "The command `images` needs to know what to do.",
    () => "Write `provision images lock`. See its usage with `provision images lock --help`.",
  ),
  "cli/lock-not-written": entry<{ path: string; problem: string }>(
    ({ path, problem }) => `The lock file ${path} could not be written: ${problem}.`,
    () => "The old file, if there was one, is unchanged. Make the folder writable, or make room, and run it again.",
  ),
  "cli/no-playbook": entry<Readonly<Record<string, never>>>(
    () => "No playbook is given.",
    () => "Name the playbooks to run: `provision playbooks/site.yaml`. See everything else with `provision --help`.",
  ),
  "cli/wrong-folder": entry<{ cwd: string; project: string; playbooks: readonly string[] }>(
    ({ cwd, project }) => `This folder, ${cwd}, is not the project's: its inventory and roles are in ${project}.`,
    ({ project, playbooks }) =>
      `Run provision there: \`cd ${quotedWord(project)} && provision ${playbooks.map(quotedWord).join(" ")}\`.`,
  ),
  "cli/no-folder": entry<Readonly<Record<string, never>>>(
    () => "The current folder no longer exists.",
    () => "Change to the project's folder with `cd`, and run provision again.",
  ),
  "cli/unsafe-project": entry<UnsafeProject>(
    ({ count }) =>
      `Other users can change ${count === 1 ? "something" : `${count} files or folders`} that this run would use, so nothing was run.`,
    ({ commands, withoutModes }) =>
      withoutModes
        ? `The file system keeps no owners and modes. Move the project to one that does, such as your home folder, or ${ALLOW}`
        : commands.length === 0
          ? `Move the project to a folder that only you can write to, or ${ALLOW}`
          : `Run ${commands.map((command) => `\`${command}\``).join(" and ")}. ${ALLOW.replace(/^u/, "Or u")}`,
  ),
  "cli/unsafe-project-allowed": entry<{ count: number; first: string }>(
    ({ count, first }) =>
      `Other users can change files that this run uses: ${first}${count === 1 ? "" : `, and ${count - 1} more`}.`,
    () => "See all of them, and what repairs them, without --allow-unsafe-project.",
  ),
  "cli/private-key": entry<{ path: string; reason: string }>(
    ({ path, reason }) => `The private key ${path}, which --private-key names, cannot be read: ${reason}.`,
    () => "Correct the path, or omit the flag to use the SSH agent and the default keys.",
  ),
  "cli/empty-value": entry<{ flag: string }>(
    ({ flag }) => `The value of ${flag} is empty.`,
    ({ flag }) => `Write a value after ${flag}, or omit the flag.`,
  ),
  "cli/empty-limit": entry<Readonly<Record<string, never>>>(
    () => "The value of --limit is empty.",
    () => "Name hosts or groups, or omit --limit to run on all hosts of the plays.",
  ),
  "cli/not-a-count": entry<{ flag: string; value: string }>(
    ({ flag, value }) => `The value of ${flag} must be a whole number of at least 1, but is ${JSON.stringify(value)}.`,
    ({ flag }) => `Write it in digits: ${flag} 10.`,
  ),
  "cli/not-seconds": entry<{ flag: string; value: string }>(
    ({ flag, value }) => `The value of ${flag} must be a number of seconds above 0, but is ${JSON.stringify(value)}.`,
    ({ flag }) => `Write it without a unit: ${flag} 10.`,
  ),
  "cli/exit-code-without-check": entry<Readonly<Record<string, never>>>(
    () => "The flag --exit-code requires --check: it reports whether a check found pending changes.",
    () => "Write --check --exit-code, or leave --exit-code out.",
  ),
  "cli/report-ending": entry<{ name: string }>(
    ({ name }) => `The name of the report, ${name}, does not say what kind of file it should become.`,
    () => "End it in .md for Markdown: --report drift.md.",
  ),
  "cli/report-not-written": entry<{ name: string; problem: string }>(
    ({ name, problem }) => `The report ${name} cannot be written: ${problem}.`,
    () => "Name a file in a folder that exists and that you can write to.",
  ),
  "cli/plan-key-short": entry<{ least: number }>(
    ({ least }) => `The variable PROVISION_PLAN_KEY has fewer than ${least} characters.`,
    () =>
      "Set it to a random text, such as the output of `openssl rand -hex 32`, or unset it to use a key of your own.",
  ),
  "cli/plan-key": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `The key of plans, ${file}, cannot be used: ${problem}.`,
    ({ file }) =>
      `Remove it with \`rm ${quotedWord(file)}\`: a new key is made. Plans that were made with it are lost.`,
  ),
  "cli/plan-without-file": entry<Readonly<Record<string, never>>>(
    () => "`provision plan` needs to know where to write the plan.",
    () => "Name the file: `provision plan PLAYBOOK -o FILE`.",
  ),
  "cli/plan-not-written": entry<{ name: string; problem: string }>(
    ({ name, problem }) => `The plan ${name} cannot be written: ${problem}.`,
    () => "Name a file in a folder that exists and that you can write to.",
  ),
  "cli/plan-limit": entry<Readonly<Record<string, never>>>(
    () => "A plan cannot be limited to @failed, because each run changes what that means.",
    () => "Name the hosts or groups.",
  ),
  "cli/plan-incomplete": entry<{ name: string }>(
    ({ name }) => `The check was not whole, so no plan was written to ${name}.`,
    () => "Repair what failed, or leave out the hosts that cannot be reached with --limit.",
  ),
  "cli/plan-include": entry<{ include: string }>(
    ({ include }) => `What an include would run is not known, so there is no plan: ${include}.`,
    () => "Let its name and its loop depend on what is known before the run, or leave it out with --skip-tags.",
  ),
  "cli/plan-broken": entry<{ name: string; problem: string }>(
    ({ name, problem }) => `${name} is no plan: ${problem}.`,
    () => "Name a file that `provision plan` has written.",
  ),
  "cli/plan-version": entry<{ name: string; made: string; version: string }>(
    ({ name, made, version }) => `Another version of provision made the plan ${name}: ${made}. This one is ${version}.`,
    () => "Apply it with the version that made it, or make a new plan.",
  ),
  "cli/plan-foreign": entry<{ name: string }>(
    ({ name }) => `The plan ${name} was made with another key: by another user or on another machine.`,
    () => "Make the plan here, or set PROVISION_PLAN_KEY to the same text where it is made and where it is applied.",
  ),
  "cli/plan-altered": entry<{ name: string }>(
    ({ name }) => `The plan ${name} has been changed since it was made.`,
    () => "Make a new plan. Whoever changed this one could have put anything into it.",
  ),
  "cli/plan-project": entry<{ name: string; files: string }>(
    ({ name, files }) => `The project is not that of the plan ${name}. These files differ: ${files}.`,
    () => "Make a new plan, or restore the files.",
  ),
  "cli/plan-variables": entry<{ name: string; variables: string }>(
    ({ name, variables }) =>
      `The variables of -e and of prompts are not those of the plan ${name}. These differ: ${variables}.`,
    () => "Give the same -e as for the plan, which does not keep them, because they may be secret.",
  ),
  "cli/plan-hosts": entry<{ name: string; host: string; isNew: boolean }>(
    ({ name, host, isNew }) =>
      `The host ${host} is ${isNew ? "not in" : "only in"} the plan ${name}, so nothing was changed.`,
    () => "Make a new plan.",
  ),
  "cli/plan-moved": entry<{ result: string; at: string; what: string }>(
    ({ result, at, what }) => `Nothing was changed, because a task is not as in the plan: ${what}. ${result} (${at}).`,
    () => "Make a new plan, and look at it.",
  ),
  "cli/plan-unchecked": entry<{ name: string }>(
    ({ name }) => `Nothing was changed, because the plan ${name} could not be compared with all hosts.`,
    () => "Repair what failed, or make a new plan.",
  ),
  "cli/module-built-in": entry<{ name: string; file: string }>(
    ({ name, file }) => `There is a built-in module ${name}, so ${file} cannot be one.`,
    () => "Give the file and its module another name.",
  ),
  "cli/module-twice": entry<{ name: string; file: string; other: string }>(
    ({ name, file, other }) => `Two files are the module ${name}: ${other} and ${file}.`,
    () => "Remove one of them, or give it another name.",
  ),
  "cli/module-name": entry<{ file: string }>(
    ({ file }) => `The file ${file} is not named as a module may be.`,
    () =>
      "A name is of lower-case letters, digits and underscores, and begins with a letter. Keep other files in another folder.",
  ),
  "cli/module-unsafe": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `The module ${file} is not used, because others could change what it does: ${problem}.`,
    () => "Let only yourself write to the file and its folders: `chmod -R go-w library`.",
  ),
  "cli/module-shape": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `The file ${file} is no module: ${problem}.`,
    () => 'See docs/writing-a-module.md, "A module of one project".',
  ),
  "cli/module-not-loaded": entry<{ file: string; problem: string; line: number | undefined }>(
    ({ file, problem, line }) =>
      `The module ${file} cannot be loaded${line === undefined ? "" : `, because of line ${line}`}: ${problem}.`,
    () => "Correct the file.",
  ),
  "cli/nothing-to-report": entry<{ flag: string }>(
    ({ flag }) => `The flag ${flag} needs a run: flags that only list or validate report nothing.`,
    ({ flag }) => `Leave ${flag} out, or use --check instead of the flag that lists.`,
  ),
  "cli/ansible-flag": entry<{ flag: string; instead: string }>(
    ({ flag }) => `Of Ansible's flags, provision does not have ${flag}.`,
    ({ instead }) => instead,
  ),
  "cli/exclusive-flags": entry<{ one: string; other: string }>(
    ({ one, other }) => `${one} and ${other} exclude each other: both say where a run starts.`,
    ({ one, other }) => `Leave out ${one} or ${other}.`,
  ),
  "cli/step-without-terminal": entry<Readonly<Record<string, never>>>(
    () => "The flag --step asks before each task, but standard input is not a terminal.",
    () => "Run it in a terminal, or leave --step out.",
  ),
  "cli/no-last-run": entry<{ playbooks: readonly string[] }>(
    ({ playbooks }) =>
      `No run of ${playbooks.join(" ")} with the same inventory, in this folder and by this user, has been recorded.`,
    () => "Name the hosts with --limit. Only runs without --check are recorded.",
  ),
  "cli/none-failed": entry<{ began: string }>(
    ({ began }) => `No host failed in the last run, which began at ${began}.`,
    () => "Leave out --limit @failed or --resume to run on all hosts.",
  ),
  "cli/failed-hosts-gone": entry<{ hosts: readonly string[] }>(
    ({ hosts }) => `These hosts failed in the last run and are no longer in the inventory: ${hosts.join(", ")}.`,
    () => "Nothing is run on them. Add them to the inventory again if they were renamed or removed by mistake.",
  ),
  "cli/unsafe-last-run": entry<{ file: string }>(
    ({ file }) => `The record of the last run, ${file}, is not a regular file that only you can change.`,
    ({ file }) => `Remove it with \`rm ${quotedWord(file)}\`, and name the hosts with --limit.`,
  ),
  "cli/broken-last-run": entry<{ file: string }>(
    ({ file }) => `The record of the last run, ${file}, cannot be read.`,
    ({ file }) => `Remove it with \`rm ${quotedWord(file)}\`, and name the hosts with --limit.`,
  ),
  "cli/run-not-recorded": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `The failed hosts could not be recorded in ${file}: ${problem}.`,
    () => "Name the hosts with --limit in the next run. --limit @failed and --resume would use an earlier run.",
  ),
  "cli/not-a-variable": entry<{ text: string }>(
    ({ text }) => `The value of -e is neither NAME=VALUE nor @FILE nor a JSON object: ${JSON.stringify(text)}.`,
    () =>
      "Write -e name=value, -e @vars.yaml or -e '{\"name\": 1}'. A name consists of letters, digits and _, and does not start with a digit.",
  ),
  "cli/json-broken": entry<{ text: string; problem: string }>(
    ({ text, problem }) => `The JSON object after -e cannot be used, because ${problem}: ${JSON.stringify(text)}.`,
    () => 'Quote the whole object for the shell: -e \'{"name": "value"}\'.',
  ),
  "cli/not-utf8": entry<Readonly<Record<string, never>>>(
    () => "A value of -e contains bytes that are not UTF-8.",
    () => "Write it as UTF-8, or copy a file of other bytes with `copy` and `src`.",
  ),
  "cli/unknown-module": entry<{ name: string; near: readonly string[] }>(
    ({ name }) => `There is no documentation of ${name}: no module, keyword, function, fact or setting has that name.`,
    ({ near }) =>
      near.length === 0
        ? "List all names with `provision doc`."
        : `Did you mean ${near.join(" or ")}? List all names with \`provision doc\`.`,
  ),
  "cli/init-exists": entry<{ folder: string; names: readonly string[] }>(
    ({ folder, names }) =>
      `Nothing was written: ${folder} already has ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}.`,
    () => "Choose a folder that does not exist yet, or remove these files.",
  ),
  "cli/init-failed": entry<{ folder: string; reason: string }>(
    ({ folder, reason }) => `The project cannot be written to ${folder}: ${reason}.`,
    () => "What was written has been removed. Repair that, or choose another folder.",
  ),
  "cli/unknown-code": entry<{ code: string; near: readonly string[] }>(
    ({ code }) => `There is no error with the code ${code}.`,
    ({ near }) =>
      near.length === 0
        ? "Write the code as the error shows it, such as load/unknown-key."
        : `Did you mean ${near.join(" or ")}?`,
  ),
  "cli/host-wanted": entry<{ name: string; hosts: readonly string[] }>(
    ({ name }) => `\`${name}\` is a group. This command shows one host.`,
    ({ name, hosts }) =>
      hosts.length === 0
        ? `The group has no hosts. \`provision inventory --graph\` shows all groups.`
        : `Name one of its hosts, which have the variables of the group: ${hosts.slice(0, 5).join(", ")}${hosts.length > 5 ? " …" : ""}. \`provision inventory --graph\` shows the group ${name} with its hosts.`,
  ),
  "cli/unknown-variable": entry<{ host: string; name: string; nearest: string | undefined }>(
    ({ host, name }) => `Nothing defines the variable ${name} for ${host}.`,
    ({ host, nearest }) =>
      nearest === undefined
        ? `List all variables with \`provision vars ${host}\`. Add --playbook FILE for those of plays and roles.`
        : `Did you mean ${nearest}?`,
  ),
  "cli/inventory-form": entry<Readonly<Record<string, never>>>(
    () => "The command `inventory` needs exactly one of --list, --graph and --host.",
    () => "Write `provision inventory --graph` for a tree, or `--list` or `--host NAME` for JSON.",
  ),
  "cli/unknown-schema": entry<{ kind: string; kinds: string }>(
    ({ kind }) => `There is no schema named ${kind}.`,
    ({ kinds }) => `Name one of the schemas: ${kinds}.`,
  ),
  "cli/no-password": entry<{ flag: string }>(
    ({ flag }) => `No password was entered for ${flag}: standard input ended, or the line was empty.`,
    () =>
      "Type the password, send it as one line to standard input (that of SSH before that of sudo), or omit the flag.",
  ),
  "cli/nobody-to-ask": entry<{ name: string }>(
    ({ name }) => `Nobody can enter \`${name}\`, because standard input is not a terminal.`,
    ({ name }) => `Set it with -e ${name}=…, or write a \`default\` in vars_prompt.`,
  ),
  "cli/no-answer": entry<{ name: string }>(
    ({ name }) => `Nothing was entered for \`${name}\`, which has no default.`,
    ({ name }) => `Run the command again and enter a value, or set it with -e ${name}=….`,
  ),
  "cli/answers-differ": entry<{ name: string }>(
    ({ name }) => `The two answers for \`${name}\` differed three times.`,
    () => "Run the command again and enter the same value twice.",
  ),
  "cli/more-errors": entry<{ count: number }>(
    ({ count }) => (count === 1 ? "1 more error is not shown." : `${count} more errors are not shown.`),
    () => "Fix the errors above, then run again.",
  ),
  "cli/output-lost": entry<{ problem: string; exit: number }>(
    ({ problem, exit }) =>
      `The output could not be written completely: ${problem}. The run itself ended with exit ${exit}.`,
    () => "Make room, or redirect the output to another place, and run again.",
  ),
  "cli/no-descriptors": entry<Readonly<Record<string, never>>>(
    () => "Too many files are open, so provision cannot read its own files or the project's.",
    () => "Allow more, with `ulimit -n 1024`, and run it again.",
  ),
  "cli/defect": certainEntry<{ problem: string; file: string | undefined }>(
    ({ problem }) => `This is a defect in provision itself: ${problem}.`,
    ({ file }) =>
      file === undefined
        ? "Please report it with the stack trace shown above, which could not be written to a file."
        : `Please report it with the stack trace in ${file}.`,
  ),
};
