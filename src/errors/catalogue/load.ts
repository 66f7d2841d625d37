import { entry, faultsOf, near, type Catalogue } from "../define.ts";

/** What can be wrong with the files of a project. */
export const loadErrors = {
  "load/missing-playbook": entry<{ path: string }>(
    ({ path }) => `The playbook ${path} is not there.`,
    () => "Give the path as seen from the project's folder, e.g. playbooks/site.yaml.",
  ),
  "load/unreadable": entry<{ path: string; reason: string }>(
    ({ path, reason }) => `${path} cannot be read: ${reason}.`,
    () => "Check that it is a file, its owner and its mode.",
  ),
  "load/yaml": entry<{ message: string; hint: string }>(
    ({ message }) => `This is not valid YAML: ${message}.`,
    ({ hint }) => hint,
  ),
  "load/tab": entry<object>(
    () => "A tab indents this line.",
    () => "Indent with blanks: YAML allows no tabs there.",
  ),
  "load/unquoted-template": entry<object>(
    () => "A value that begins with {{ needs quotes: without them YAML reads a map.",
    () => 'Write "{{ name }}" with the quotes.',
  ),
  "load/two-documents": entry<object>(
    () => "The file holds more than one YAML document.",
    () => "Remove the `---` here, or move what follows into a file of its own.",
  ),
  "load/duplicate-key": entry<{ key: string }>(
    ({ key }) => `The key \`${key}\` stands here a second time.`,
    () => "Keep one of the two.",
  ),
  "load/merge-key": entry<object>(
    () => "Merge keys (<<) are not part of YAML 1.2.",
    () => "Write the keys out, or put the values into a variable.",
  ),
  "load/bad-key": entry<object>(
    () => "A key must be a plain text.",
    () => "Write the key as one word, in quotes if need be.",
  ),
  "load/bad-alias": entry<{ name: string }>(
    ({ name }) => `\`*${name}\` names no anchor above it, or one that it is a part of.`,
    ({ name }) => `Mark the value that is meant with &${name}, further up in the same file.`,
  ),
  "load/too-large": entry<object>(
    () => "Its aliases make this file too large.",
    () => "Use fewer aliases within aliases.",
  ),
  "load/unknown-tag": entry<{ tag: string }>(
    ({ tag }) => `The tag ${tag} means nothing here.`,
    () => "There are two tags, for single values: !cel (an expression) and !raw (text taken literally).",
  ),
  "load/big-number": entry<{ text: string }>(
    ({ text }) => `The number ${text} is too large to be kept exactly.`,
    ({ text }) => `If it is an identifier, quote it: "${text}".`,
  ),
  "load/unknown-key": entry<{ key: string; of: string; near: string | undefined; known: readonly string[] }>(
    ({ key, of }) => `${of} has no key \`${key}\`.`,
    ({ near: name, known }) => near(name, known.length > 0 ? `Known are: ${known.join(", ")}.` : "Remove it."),
  ),
  "load/missing-key": entry<{ key: string; of: string }>(
    ({ key, of }) => `${of} needs the key \`${key}\`.`,
    ({ key }) => `Add \`${key}\`.`,
  ),
  "load/wrong-type": entry<{ what: string; expected: string; found: string; hint: string }>(
    ({ what, expected, found }) => `${what} must be ${expected}, but is ${found}.`,
    ({ hint }) => hint,
  ),
  "load/wrong-value": entry<{ what: string; rule: string; found: string; near: string | undefined }>(
    ({ what, rule, found }) => `${what} ${rule}, but is ${found}.`,
    ({ near: value }) => near(value, "Correct the value, or leave the key out."),
  ),
  "load/literal-wanted": entry<{ what: string }>(
    ({ what }) => `${what} is needed before any host is known, so it cannot be computed.`,
    () => "Write the value itself, without {{ }} and !cel.",
  ),
  "load/not-supported": entry<{ what: string; instead: string }>(
    ({ what }) => `${what} is known from Ansible, but not supported yet.`,
    ({ instead }) => instead,
  ),
  "load/no-module": entry<object>(
    () => "The task names no module.",
    () => "Add the module's name as a key, e.g. command: uptime.",
  ),
  "load/unknown-module": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `There is no module \`${name}\`.`,
    ({ near: name }) => near(name, "`provision doc` lists the modules."),
  ),
  "load/two-modules": entry<{ name: string; first: string }>(
    ({ name, first }) => `The task names a second module, ${name}, beside ${first}.`,
    () => "Make two tasks of it: begin a new one with a dash.",
  ),
  "load/arguments-wanted": entry<{ module: string; known: readonly string[] }>(
    ({ module }) => `The arguments of ${module} must be a map.`,
    ({ module, known }) => `Write each argument on a line of its own below ${module}: ${known.join(", ")}.`,
  ),
  "load/one-of": entry<{ module: string; set: readonly string[]; given: readonly string[] }>(
    ({ module, set, given }) =>
      given.length === 0
        ? `${module} needs one of ${set.join(", ")}.`
        : `${module} takes only one of ${set.join(", ")}, but has ${given.join(" and ")}.`,
    ({ set, given }) => (given.length === 0 ? `Add one of ${set.join(", ")}.` : "Keep one of them."),
  ),
  "load/unquoted-mode": entry<{ key: string; text: string }>(
    ({ key, text }) => `\`${key}\` is the decimal number ${text}, not an octal mode.`,
    ({ key, text }) => `Quote it: ${key}: "${text.padStart(4, "0")}".`,
  ),
  "load/template-in-condition": entry<object>(
    () => "A condition is an expression already: it takes no {{ }}.",
    () => "Write the name without the braces, e.g. when: ready && count > 1.",
  ),
  "load/missing-file": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The file \`${name}\` is not there.`,
    ({ near: name }) => near(name, "Create it in one of the places that were looked at, or correct its name."),
  ),
  "load/missing-template": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `The template \`${name}\` is not there.`,
    ({ near: name }) => near(name, "Create it in one of the folders that were looked in, or correct its name."),
  ),
  "load/unknown-role": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `There is no role \`${name}\`.`,
    ({ name, near: other }) => near(other, `Create roles/${name}/tasks/main.yaml.`),
  ),
  "load/empty-role": entry<{ name: string }>(
    ({ name }) => `The role ${name} has none of the files that a role is made of.`,
    ({ name }) => `Create roles/${name}/tasks/main.yaml.`,
  ),
  "load/role-cycle": entry<{ chain: readonly string[] }>(
    ({ chain }) => `The roles depend on each other in a circle: ${chain.join(" → ")}.`,
    () => "Take one of these dependencies out of its meta/main.yaml.",
  ),
  "load/unknown-handler": entry<{ name: string; near: string | undefined }>(
    ({ name }) => `No handler of this play or its roles is named \`${name}\`.`,
    ({ near: name }) => near(name, "Add the handler to handlers/main.yaml of the role, or to handlers of the play."),
  ),
  "load/unnamed-handler": entry<object>(
    () => "A handler without a name can never be notified.",
    () => "Give it a name, or names to listen to (listen).",
  ),
  "load/bad-name": entry<{ name: string }>(
    ({ name }) => `\`${name}\` cannot be the name of a variable.`,
    () => "Names are letters, digits and _, and do not begin with a digit.",
  ),
  "load/reserved-name": entry<{ name: string }>(
    ({ name }) => `The name \`${name}\` has a meaning already.`,
    ({ name }) => `Choose another, e.g. my_${name}.`,
  ),
  "load/undefined-name": entry<{ name: string; near: string | undefined; add: string }>(
    ({ name }) => `Nothing defines \`${name}\`.`,
    ({ near: name, add }) => near(name, add),
  ),
} as const satisfies Catalogue;

export const loadFault = faultsOf(loadErrors);
