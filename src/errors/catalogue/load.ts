import { entry, faultsOf, near, type Catalogue } from "../define.ts";

/** For a folder where a file is expected; `run/source-unusable` has it too. */
export const FOLDER_HINT =
  'Name one file. For several files, write `src: "{{ item }}"` with a `loop` over their names, and create the folder with `file` and `state: directory`.';

/** What can be wrong with the files of a project. */
export const loadErrors = {
  "load/missing-playbook": entry<{ path: string }>(
    ({ path }) => `The playbook ${path} does not exist.`,
    () => "Write the path relative to the project's folder, e.g. playbooks/site.yaml.",
  ),
  "load/two-files": entry<{ name: string; other: string }>(
    ({ name, other }) => `${name} and ${other} both exist, and only one of them would be read.`,
    () => "Put the content into one of them, and remove the other.",
  ),
  "load/unread-tasks": entry<{ path: string; hint: string }>(
    ({ path }) => `${path}/ is not read: the tasks of a role's part are in one file.`,
    ({ hint }) => hint,
  ),
  "load/unread-part": entry<{ path: string; hint: string }>(
    ({ path }) => `${path} is not read.`,
    ({ hint }) => hint,
  ),
  "load/vault": entry<{ path: string }>(
    ({ path }) => `${path} is encrypted with ansible-vault, which is not supported.`,
    ({ path }) =>
      `Decrypt it with \`ansible-vault decrypt ${path}\`, and move its secrets with \`provision secrets edit\`.`,
  ),
  "load/unreadable": entry<{ path: string; reason: string }>(
    ({ path, reason }) => `${path} cannot be read: ${reason}.`,
    () => "Check that it is a file, and check its owner and mode.",
  ),
  "load/file-size": entry<{ path: string; reason: string }>(
    ({ path, reason }) => `${path} is not loaded: ${reason}.`,
    () => "Split it into several files, or send large content with `copy` and `src`, which have no limit.",
  ),
  "load/encoding": entry<{ path: string; what: string; offset: number }>(
    ({ path, what, offset }) => `${path} contains ${what}, at byte ${offset}.`,
    () => "Save the file as UTF-8 text. A file of other bytes can only be copied as it is: with `copy` and `src`.",
  ),
  "load/yaml": entry<{ message: string; hint: string }>(
    ({ message }) => `This is not valid YAML: ${message}.`,
    ({ hint }) => hint,
  ),
  "load/tab": entry<object>(
    () => "This line is indented with a tab.",
    () => "Indent with spaces: YAML does not allow tabs there.",
  ),
  "load/unquoted-template": entry<object>(
    () => "A value that begins with {{ needs quotes: without them, YAML reads it as a map.",
    () => 'Write "{{ name }}", including the quotes.',
  ),
  "load/yaml-version": entry<object>(
    () => "This line asks for another version of YAML than 1.2.",
    () => "Remove this line: files are YAML 1.2.",
  ),
  "load/two-documents": entry<object>(
    () => "The file contains more than one YAML document.",
    () => "Remove the `---` here, or move the second document into a separate file.",
  ),
  "load/duplicate-key": entry<{ key: string }>(
    ({ key }) => `The key \`${key}\` appears twice in this map.`,
    () => "Keep one of the two.",
  ),
  "load/merge-key": entry<object>(
    () => "Merge keys (<<) are not part of YAML 1.2.",
    () => "Write the keys out, or put the values into a variable.",
  ),
  "load/bad-key": entry<object>(
    () => "A key must be a plain string.",
    () => "Write the key as one word, in quotes if necessary.",
  ),
  "load/bad-alias": entry<{ name: string }>(
    ({ name }) => `\`*${name}\` refers to no anchor above it, or to one that contains it.`,
    ({ name }) =>
      `Mark the intended value with &${name}, further up in the same file. If it is text, quote it: "*${name}".`,
  ),
  "load/too-large": entry<object>(
    () => "The aliases in this file expand to too many values.",
    () => "Nest fewer aliases inside anchored values.",
  ),
  "load/too-deep": entry<{ limit: number }>(
    ({ limit }) => `Lists and maps are nested more than ${limit} levels deep.`,
    () => "Check that every bracket is closed. Move inner parts into variables of their own.",
  ),
  "load/too-long": entry<{ limit: number }>(
    ({ limit }) => `The file has more than ${limit} words, marks and line ends.`,
    () => "Split it into several files, or send large content with `copy` and `src`, which have no limit.",
  ),
  "load/unknown-tag": entry<{ tag: string }>(
    ({ tag }) => `The tag ${tag} is not supported here.`,
    ({ tag }) =>
      tag === "!vault"
        ? "Decrypt the value with `ansible-vault`, add it with `provision secrets edit`, and remove it here: ansible-vault is not supported."
        : "Use !cel (an expression) or !raw (a literal string) on a single value, or !secret {command: [PROGRAM, ARGUMENT]}.",
  ),
  "load/secret-command": entry<{ problem: string; words: readonly string[] }>(
    ({ problem }) => `The command of this !secret is not valid: ${problem}.`,
    ({ words }) =>
      `Write the program and its arguments as a list: \`!secret {command: [${words.length > 0 ? words.join(", ") : "PROGRAM, ARGUMENT"}]}\`. No shell reads them.`,
  ),
  "load/big-number": entry<{ text: string }>(
    ({ text }) => `The number ${text} is too large to be represented exactly.`,
    ({ text }) => `If it is an identifier, quote it: "${text}".`,
  ),
  "load/not-finite": entry<{ text: string }>(
    ({ text }) => `The number ${text} is not finite, so nothing can compute with it.`,
    ({ text }) => `If it is text, quote it: "${text}".`,
  ),
  "load/respelled-number": entry<{ text: string; canonical: string }>(
    ({ text, canonical }) => `The number ${text} would be written as ${canonical}.`,
    ({ text, canonical }) => `Write ${canonical} for the number, or "${text}" for exactly these characters.`,
  ),
  "load/lone-surrogate": entry<{ code: string }>(
    ({ code }) => `The value contains \\u${code}, which is only half of a character.`,
    () => "Write the character itself, or both halves of its surrogate pair.",
  ),
  "load/unknown-key": entry<{ key: string; of: string; near: string | undefined; known: readonly string[] }>(
    ({ key, of }) => `${of} has no key \`${key}\`.`,
    ({ near: name, known }) => near(name, known.length > 0 ? `Use one of: ${known.join(", ")}.` : "Remove it."),
  ),
  "load/missing-key": entry<{ key: string; of: string }>(
    ({ key, of }) => `${of} needs the key \`${key}\`.`,
    ({ key }) => `Add \`${key}\`.`,
  ),
  "load/wrong-type": entry<{ what: string; expected: string; found: string; hint: string }>(
    ({ what, expected, found }) => `${what} must be ${expected}, but is ${found}.`,
    ({ hint }) => hint,
  ),
  "load/wrong-value": entry<{ what: string; rule: string; found: string; near: string | undefined; hint: string }>(
    ({ what, rule, found }) => `${what} ${rule}, but is ${found}.`,
    ({ near: value, hint }) => near(value, hint),
  ),
  "load/literal-wanted": entry<{ what: string }>(
    ({ what }) => `${what} is read before any host is known, so it cannot be computed.`,
    () => "Write the value itself, without {{ }} and !cel.",
  ),
  "load/not-supported": entry<{ what: string; instead: string }>(
    ({ what }) => `${what} exists in Ansible, but is not supported here.`,
    ({ instead }) => instead,
  ),
  "load/handler-block": entry<object>(
    () => "A block cannot be a handler.",
    () => "Write each of its tasks as a handler, and let all of them `listen` to one name.",
  ),
  "load/meta-place": entry<{ what: string; write: string }>(
    ({ what }) => `${what}.`,
    ({ write }) => write,
  ),
  "load/no-module": entry<object>(
    () => "The task names no module.",
    () => "Add the module's name as a key, e.g. command: uptime.",
  ),
  "load/unknown-module": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The task names the module \`${name}\`, which does not exist.`,
    ({ near: name }) => near(name, "List the modules with `provision doc`."),
  ),
  "load/unknown-default": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The module \`${name}\` in module_defaults does not exist.`,
    ({ near: name }) => near(name, "List the modules with `provision doc`."),
  ),
  "load/not-a-read": entry<{ module: string }>(
    ({ module }) => `The module \`${module}\` cannot be run with \`check_mode: false\`.`,
    () => "Remove this key. It is for commands that only read: in check mode, every other module only reads anyway.",
  ),
  "load/not-in-background": entry<{ module: string; able: readonly string[] }>(
    ({ module }) => `The module \`${module}\` cannot run in the background (\`async\`).`,
    ({ able }) => `Remove \`async\` and \`poll\`. Only these modules can: ${able.join(", ")}.`,
  ),
  "load/background-read": entry<object>(
    () => "A task with `check_mode: false` only reads, so it cannot be a background job (`async`).",
    () => "Remove one of the two keys.",
  ),
  "load/two-modules": entry<{ name: string; first: string }>(
    ({ name, first }) => `The task names two modules, ${first} and ${name}.`,
    () => "Split it into two tasks: begin the second with a dash.",
  ),
  "load/arguments-wanted": entry<{ module: string; known: readonly string[]; map: string | undefined }>(
    ({ module }) => `The arguments of ${module} must be a map.`,
    ({ module, known, map }) =>
      `Write each argument on its own line below ${module}: ${known.join(", ")}.${map === undefined ? "" : ` Or write ${module}: ${map}.`}`,
  ),
  "load/one-of": entry<{ module: string; set: readonly string[]; given: readonly string[] }>(
    ({ module, set, given }) =>
      given.length === 0
        ? `${module} needs one of ${set.join(", ")}.`
        : `${module} takes only one of ${set.join(", ")}, but has ${given.join(" and ")}.`,
    ({ set, given }) => (given.length === 0 ? `Add one of ${set.join(", ")}.` : "Keep one of them."),
  ),
  "load/argument-needs": entry<{
    module: string;
    argument: string;
    value: string | boolean;
    oneOf: readonly string[];
  }>(
    ({ module, argument, value, oneOf }) =>
      `${module} with \`${argument}${value === "" ? "" : `: ${value}`}\` needs ${oneOf.length > 1 ? "one of " : ""}${oneOf.map((name) => `\`${name}\``).join(", ")}.`,
    ({ argument, oneOf }) => `Add ${oneOf.map((name) => `\`${name}\``).join(" or ")}, or change \`${argument}\`.`,
  ),
  "load/unquoted-mode": entry<{ key: string; text: string; modes: readonly string[] }>(
    ({ key, text }) => `\`${key}\` is the number ${text}, not an octal mode in quotes.`,
    ({ key, modes: [first, second] }) =>
      `Quote it: ${key}: "${first ?? "0644"}"${second === undefined ? "" : `, or "${second}" if the number is decimal`}.`,
  ),
  "load/free-form": entry<{ module: string; map: string }>(
    ({ module }) => `The arguments of ${module} are written as name=value, which would be taken as text.`,
    ({ module, map }) => `Write a map: ${module}: ${map}.`,
  ),
  "load/bare-variable": entry<{ key: string; text: string; value: string }>(
    ({ key, text }) => `\`${key}\` would show the text ${text}, not the variable.`,
    ({ key, value }) => `Write ${key}: ${value}.`,
  ),
  "load/template-in-condition": entry<{ instead: string | undefined }>(
    () => "A condition is already an expression, so it must not contain {{ }}.",
    ({ instead = "Write the name without the braces, e.g. when: ready && count > 1." }) => instead,
  ),
  "load/literal-template": entry<{ name: string; text: string; place: string }>(
    ({ name, text, place }) =>
      `\`${name}\` contains \`${text}\` literally, because values from ${place} are not evaluated.`,
    ({ name, place }) =>
      place === "a file of -e"
        ? "Write the value itself, or name the file under `vars_files` of the play, where values are evaluated. If the braces are meant, write !raw before the value."
        : `Write the value itself. To compute it from other variables, define \`${name}\` under \`vars\` of the play or in the inventory.`,
  ),
  "load/missing-file": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The project has no file \`${name}\`.`,
    ({ name, near: other }) =>
      /^\w+:\/\//.test(name)
        ? "Fetch it with `get_url` in a task before, and write the path where that puts it, with `remote_src: true`."
        : near(other, "Create it at one of the paths that were searched, or correct its name."),
  ),
  "load/missing-template": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The project has no template \`${name}\`.`,
    ({ near: name }) => near(name, "Create it at one of the paths that were searched, or correct its name."),
  ),
  "load/missing-lookup": entry<{ by: string; names: readonly string[]; near: string | undefined }>(
    ({ by, names }) => `\`${by}\` finds ${names.length > 1 ? "none of these files" : "no file"}: ${names.join(", ")}.`,
    ({ near: name }) =>
      near(
        name,
        'Create the file, or correct the name. If there may be none, write what stands for it as a second argument: "".',
      ),
  ),
  "load/not-a-file": entry<{ name: string; reason: string; folder: boolean }>(
    ({ name, reason }) => `\`${name}\` cannot be used as a source: ${reason}.`,
    ({ folder }) => (folder ? FOLDER_HINT : "Name a regular file."),
  ),
  "load/unknown-role": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `There is no role \`${name}\`.`,
    ({ name, near: other }) => near(other, `Create roles/${name}/tasks/main.yaml.`),
  ),
  "load/empty-role": entry<{ name: string }>(
    ({ name }) => `The folder of the role ${name} contains no role files.`,
    ({ name }) => `Create roles/${name}/tasks/main.yaml.`,
  ),
  "load/role-cycle": entry<{ chain: readonly string[] }>(
    ({ chain }) => `The roles depend on each other in a cycle: ${chain.join(" → ")}.`,
    () => "Remove one of these dependencies from its meta/main.yaml.",
  ),
  "load/import-cycle": entry<{ word: string; chain: readonly string[] }>(
    ({ chain }) => `The files import each other in a cycle: ${chain.join(" → ")}.`,
    ({ word }) =>
      word === "import_playbook"
        ? "Remove one of these imports."
        : "Remove one of these imports, or write `include_tasks` with a `when` that ends the repetition.",
  ),
  "load/import-computed": entry<{ word: string; instead: string }>(
    ({ word }) => `What \`${word}\` names is read before any host is known, so its name cannot be computed.`,
    ({ instead }) => `Write the name itself, or write \`${instead}\`.`,
  ),
  "load/unknown-handler": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `No handler of this play or its roles is named \`${name}\`.`,
    ({ near: name }) => near(name, "Add the handler to the role's handlers/main.yaml or to the play's handlers."),
  ),
  "load/written-twice": entry<{ what: string; first: string; second: string }>(
    ({ what, first, second }) => `${what} is written in two places: ${first} and ${second}.`,
    ({ first, second }) => `Keep ${first}, or ${second}, and remove the other.`,
  ),
  "load/bad-pattern": entry<{ problem: string }>(
    ({ problem }) => `The pattern is not a valid regular expression: ${problem}.`,
    () => "Correct the pattern; it has to match the whole value.",
  ),
  "load/bad-specification": entry<{ problem: string; hint: string }>(
    ({ problem }) => `${problem}.`,
    ({ hint }) => hint,
  ),
  "load/unnamed-handler": entry<object>(
    () => "A handler without a name can never be notified.",
    () => "Give it a `name`, or names to `listen` to.",
  ),
  "load/bad-name": entry<{ name: string }>(
    ({ name }) => `\`${name}\` is not a valid variable name.`,
    () => "Use letters, digits and _, and do not start with a digit.",
  ),
  "load/reserved-name": entry<{ name: string }>(
    ({ name }) => `The name \`${name}\` is reserved, so no variable can have it.`,
    ({ name }) => `Choose another, e.g. my_${name}.`,
  ),
  "load/unknown-fact": entry<{ name: string; near: string | undefined; instead: string | undefined }>(
    ({ name }) => `\`facts\` has no \`${name}\`.`,
    ({ near: name, instead }) =>
      instead === undefined
        ? near(name, "Use a fact of docs/reference/facts.md, or register the output of a command.")
        : `Write ${instead}.`,
  ),
  "load/undefined-name": entry<{ name: string; near: string | undefined; add: string }>(
    ({ name }) => `Nothing defines \`${name}\`.`,
    ({ near: name, add }) => near(name, add),
  ),
} as const satisfies Catalogue;

export const loadFault = faultsOf(loadErrors, "certain");
