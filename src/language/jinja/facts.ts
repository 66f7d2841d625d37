import { ansibleFact } from "../facts/ansible-names.ts";
import { FACTS } from "../facts/catalogue.ts";
import type { Jinja } from "./tree.ts";

/** What Ansible's magic variables are called here, without the prefix `ansible_`. */
const MAGIC: Readonly<Record<string, string>> = {
  play_batch: "play_hosts",
  play_hosts: "play_hosts",
  play_hosts_all: "play_hosts",
  loop: "loop_info",
  managed: "managed",
  host: "hostvars[inventory_hostname].address",
  user: "facts.user",
  ssh_user: "facts.user",
  role_name: "role_name",
  check_mode: "check_mode",
  verbosity: "verbosity",
};

/** Names without the prefix. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  inventory_hostname_short: 'inventory_hostname.split(".")[0]',
};

/** Facts whose values are in lower case here. */
const LOWER_CASE: ReadonlySet<string> = new Set(["facts.os.family", "facts.os.id", "facts.os.codename"]);

/** Our expression for a variable of Ansible; undefined without a counterpart. */
function ourName(name: string): string | undefined {
  if (Object.hasOwn(OTHER_NAMES, name)) return OTHER_NAMES[name];
  const bare = /^ansible_(\w+)$/.exec(name)?.[1];
  if (bare === undefined) return undefined;
  return Object.hasOwn(MAGIC, bare) ? MAGIC[bare] : ansibleFact(bare);
}

/** What `ansible_facts.os_family` and `ansible_facts["os_family"]` are called here. */
export function ourFact(tree: Jinja): string | undefined {
  if (tree.kind === "name") return ourName(tree.name);
  const fact =
    tree.kind === "field" ? tree.name : tree.kind === "index" && tree.index.kind === "string" ? tree.index.text : "";
  const isFact =
    (tree.kind === "field" || tree.kind === "index") && tree.of.kind === "name" && tree.of.name === "ansible_facts";
  return isFact ? ourName(variableOf(fact)) : undefined;
}

/** The other side of a comparison: in lower case if it is compared with a fact that is. */
export function comparable(value: Jinja, other: Jinja): Jinja {
  if (!LOWER_CASE.has(ourFact(other) ?? fieldsOf(other))) return value;
  if (value.kind === "string") return { kind: "string", text: value.text.toLowerCase() };
  return value.kind === "list" ? { kind: "list", items: value.items.map((item) => comparable(item, other)) } : value;
}

/** The names of the fields at the end of an expression: `facts.os.family` of `hostvars[h].facts.os.family`. */
function fieldsOf(tree: Jinja): string {
  if (tree.kind !== "field") return "";
  const before = fieldsOf(tree.of);
  return before === "" ? tree.name : `${before}.${tree.name}`;
}

/** A variable of Ansible below a host, `hostvars[h].ansible_default_ipv4`, as ours: `hostvars[h].facts.default_ipv4`; otherwise unchanged. */
export function ofHost(tree: Jinja): Jinja {
  const name = stepOf(tree);
  if (name === undefined || (tree.kind !== "field" && tree.kind !== "index")) return tree;
  const isFacts = stepOf(tree.of) === "ansible_facts";
  const host = isFacts && (tree.of.kind === "field" || tree.of.kind === "index") ? tree.of.of : tree.of;
  if (!isFacts && !name.startsWith("ansible_")) return tree;
  if ((host.kind !== "field" && host.kind !== "index") || host.of.kind !== "name" || host.of.name !== "hostvars")
    return tree;
  const ours = ourName(variableOf(name)) ?? "";
  const path = ours === MAGIC["host"] ? ["address"] : /^facts(?:\.\w+)+$/.test(ours) ? ours.split(".") : undefined;
  return path ? path.reduce<Jinja>((of, step) => ({ kind: "field", of, name: step }), host) : tree;
}

function stepOf(tree: Jinja): string | undefined {
  if (tree.kind === "field") return tree.name;
  return tree.kind === "index" && tree.index.kind === "string" ? tree.index.text : undefined;
}

/** A host's variables, followed by a variable of Ansible. */
const HOST_OF = /^hostvars(\[[^\]]*\]|\.[\w.-]+?)(?=(?:\.|\[["'])ansible_)/;
const STEPS = /^(?:\.\w+|\[["']\w+["']\])+/;

/**
 * What to write for a fact or variable of Ansible below a host: `hostvars.db.ansible_default_ipv4.address`; undefined for other paths.
 * @param text begins with the path
 */
export function hostvarsHint(text: string): string | undefined {
  const [written = "", host = ""] = HOST_OF.exec(text) ?? [];
  const steps = (written === "" ? "" : (STEPS.exec(text.slice(written.length))?.[0] ?? "")).match(/\w+/g) ?? [];
  const [name, ...rest] = steps[0] === "ansible_facts" ? steps.slice(1) : steps;
  if (name === undefined) return undefined;
  // A path of a template has dots between its parts, also before a name that has dots itself.
  const owner = `hostvars${/^\..*\./.test(host) ? `.[${host.slice(1)}]` : host}`;
  const ours = ourName(variableOf(name)) ?? "";
  if (ours === MAGIC["host"]) return `Write ${owner}.address.`;
  if (!/\bfacts\./.test(ours)) return undefined;
  const lower = LOWER_CASE.has(ours) ? `; its values are in lower case, as in "debian"` : "";
  return `Write ${[ours.replace(/\bfacts\./, `${owner}.facts.`), ...rest].join(".")}${lower}.`;
}

/** The variable for a field of `ansible_facts`. */
const variableOf = (field: string) => `ansible_${field.replace(/^ansible_/, "")}`;

/** Whether a name, or a field of `ansible_facts`, is a fact of Ansible that is one here, too: no file can define it. */
export function isFactOfAnsible(name: string, field?: string): boolean {
  const variable = name === "ansible_facts" && field !== undefined ? variableOf(field) : name;
  return !Object.hasOwn(INSTEAD, variable) && (ourName(variable)?.startsWith("facts.") ?? false);
}

/**
 * Why a variable of Ansible does not exist here, and what to do instead; undefined for other names.
 * @param field the field of it that is read, if the text says which
 */
export function ansibleNameHint(name: string, field?: string): string | undefined {
  if (name === "ansible_facts" && field !== undefined) return ansibleNameHint(variableOf(field));
  const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
  if (instead !== undefined) return instead;
  const ours = ourName(name);
  if (ours?.startsWith("facts.os.")) return `Write ${ours}; its values are in lower case, as in "debian".`;
  if (ours !== undefined)
    return /^[\w.]+$/.test(ours) ? `Write ${ours}.` : `Write ${ours} in an expression (!cel, when).`;
  if (/^(?:yes|on)$/i.test(name)) return "Write true.";
  if (/^(?:no|off)$/i.test(name)) return "Write false.";
  if (name === "ansible_facts") return `Write facts; it has ${FACTS.map((fact) => fact.name).join(", ")}.`;
  if (!name.startsWith("ansible_")) return undefined;
  return "There is no such fact: use one of docs/reference/facts.md, or register the output of a command.";
}

const SETTING =
  'A setting of the connection is no variable. Define one of your own in the inventory, and use it for the setting, too: `ssh_port: "{{ my_port }}"`.';
const NO_TAGS = "Tasks do not see which tags were chosen. Use a variable that `-e` sets.";
const PLAY_HOSTS = "Write play_hosts: the hosts of the batch (`serial`), without batches all hosts of the play.";

const INSTEAD: Readonly<Record<string, string>> = {
  ansible_managed: "Write managed, as in {{comment managed}}.",
  ansible_version: "Write provision_version: the version of provision, as text.",
  ansible_connection: "Write the setting `connection` of the host in the inventory.",
  ansible_play_hosts: PLAY_HOSTS,
  ansible_play_hosts_all: PLAY_HOSTS,
  ansible_play_name: "Write the name itself.",
  ansible_play_role_names: "Write the names themselves.",
  ansible_role_names: "Write the names themselves.",
  ansible_parent_role_names: "Write the names themselves, or give the role a variable.",
  ansible_limit: "Write play_hosts: the hosts of the play that --limit leaves.",
  ansible_run_tags: NO_TAGS,
  ansible_skip_tags: NO_TAGS,
  ansible_forks: "Tasks do not see how many hosts run in parallel. Use a variable that `-e` sets.",
  ansible_diff_mode: "Tasks do not see whether differences are shown. Use a variable that `-e` sets.",
  ansible_config_file: "There is no file of settings: the command line and the inventory have them all.",
  ansible_inventory_sources: "Write inventory_dir: the folder of the inventory.",
  inventory_file: "Write inventory_dir: the folder of the inventory.",
  ansible_port: SETTING,
  ansible_ssh_port: SETTING,
  ansible_become: SETTING,
  ansible_become_user: SETTING,
  ansible_become_method: "There is only sudo, and su where there is no sudo.",
  ansible_private_key_file: SETTING,
  ansible_ssh_private_key_file: SETTING,
  ansible_password: SETTING,
  ansible_ssh_pass: SETTING,
  ansible_become_password: SETTING,
  ansible_become_pass: SETTING,
  ansible_loop: "Write loop_info, which has the same fields: index, index0, first, last, length, previtem, nextitem …",
  ansible_index_var: "Write loop_index, which counts from 0.",
  ansible_loop_var: "Write the name itself: item, unless `loop_var` gives another.",
  loop: "Write @index, @first or @last inside {{#each}}, and loop_index in a task with `loop`: both count from 0.",
  True: "Write true.",
  False: "Write false.",
  None: "Write null.",
  none: "Write null.",
};
