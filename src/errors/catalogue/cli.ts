import { entry } from "../define.ts";

/** What can be wrong on the command line. */
export const cliErrors = {
  "cli/unknown-flag": entry<{ flag: string; nearest: string | undefined }>(
    ({ flag }) => `provision has no flag ${flag}.`,
    ({ nearest }) => (nearest === undefined ? "`provision --help` lists all flags." : `Did you mean ${nearest}?`),
  ),
  "cli/value-missing": entry<{ flag: string }>(
    ({ flag }) => `The flag ${flag} needs a value.`,
    ({ flag }) => `Write the value after it: ${flag} VALUE.`,
  ),
  "cli/too-many-arguments": entry<{ command: string; most: number }>(
    ({ command, most }) => `provision ${command} takes at most ${most} argument.`,
    ({ command }) => `\`provision ${command} --help\` shows how it is used.`,
  ),
  "cli/usage": entry<{ problem: string }>(
    ({ problem }) => `The command line cannot be understood: ${problem}.`,
    () => "`provision --help` shows how it is used.",
  ),
  "cli/no-playbook": entry<Readonly<Record<string, never>>>(
    () => "No playbook is named.",
    () => "Name the playbooks to run: provision playbooks/site.yaml. `provision --help` shows everything else.",
  ),
  "cli/empty-value": entry<{ flag: string }>(
    ({ flag }) => `The value of ${flag} is empty.`,
    ({ flag }) => `Write something after ${flag}, or leave the flag out.`,
  ),
  "cli/empty-limit": entry<Readonly<Record<string, never>>>(
    () => "The limit is empty.",
    () => "Name hosts or groups, or leave --limit out to mean all hosts of the plays.",
  ),
  "cli/not-a-count": entry<{ flag: string; value: string }>(
    ({ flag, value }) =>
      `The value of ${flag} is to be a whole number of at least 1; this is ${JSON.stringify(value)}.`,
    ({ flag }) => `Write it in digits: ${flag} 10.`,
  ),
  "cli/not-seconds": entry<{ flag: string; value: string }>(
    ({ flag, value }) => `The value of ${flag} is to be a number of seconds above 0; this is ${JSON.stringify(value)}.`,
    ({ flag }) => `Write it without a unit: ${flag} 10.`,
  ),
  "cli/exit-code-without-check": entry<Readonly<Record<string, never>>>(
    () => "--exit-code says whether a check found pending changes, but --check is not given.",
    () => "Write --check --exit-code, or leave --exit-code out.",
  ),
  "cli/not-a-variable": entry<{ text: string }>(
    ({ text }) => `The value of -e is neither NAME=VALUE nor @FILE nor a JSON object: ${JSON.stringify(text)}.`,
    () =>
      "Write -e name=value, -e @vars.yaml or -e '{\"name\": 1}'. A name has letters, digits and _ and starts with no digit.",
  ),
  "cli/json-broken": entry<{ text: string; problem: string }>(
    ({ text, problem }) => `The value of -e starts as a JSON object but is none: ${problem}: ${JSON.stringify(text)}.`,
    () => 'Quote it for the shell as a whole: -e \'{"name": "value"}\'.',
  ),
  "cli/unknown-module": entry<{ name: string; nearest: string | undefined }>(
    ({ name }) => `There is no module named ${name}.`,
    ({ nearest }) =>
      nearest === undefined
        ? "`provision doc` lists all modules."
        : `Did you mean ${nearest}? \`provision doc\` lists all modules.`,
  ),
  "cli/unknown-schema": entry<{ kind: string; kinds: string }>(
    ({ kind }) => `There is no schema named ${kind}.`,
    ({ kinds }) => `The schemas are: ${kinds}.`,
  ),
  "cli/no-password": entry<Readonly<Record<string, never>>>(
    () => "--ask-become-pass got no password: standard input ended, or the line was empty.",
    () => "Type the password for sudo, send it as one line to standard input, or leave the flag out.",
  ),
  "cli/defect": entry<{ problem: string; file: string | undefined }>(
    ({ problem }) => `This is a defect in provision itself: ${problem}.`,
    ({ file }) =>
      file === undefined
        ? "Please report it. The stack trace could not be written to a file; it is shown above."
        : `Please report it with the stack trace in ${file}.`,
  ),
};
