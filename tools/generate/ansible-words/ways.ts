/** What to write for a word that has no counterpart of its own; `command` marks what only a command does. */
interface Way {
  readonly write: string;
  readonly command?: true;
}

type Ways = Readonly<Record<string, Readonly<Record<string, Way>>>>;

const way = (write: string): Way => ({ write });
const command = (write: string): Way => ({ write, command: true });

const RESULT = "of the registered result";

/** By kind and word. What the engine itself knows to say is not repeated here. */
export const WAYS: Ways = {
  modules: {
    setup: way("omit it: facts are read before a play"),
    git: command("`command: git clone` with `creates`"),
    tempfile: command("`command: mktemp`"),
    alternatives: command("`command: update-alternatives`"),
  },
  loops: {
    with_items: way("`loop`"),
    with_dict: way("`loop` with the map"),
    with_first_found: way('`!cel first_found(["a.yaml", "b.yaml"])`'),
    with_fileglob: way('`loop: !cel fileglob("*.conf")`'),
    with_nested: way("`loop: !cel product(a, b)`"),
    with_subelements: way('`loop: !cel subelements(list, "key")`'),
    with_together: way("`loop: !cel zip(a, b)`"),
    with_sequence: way("`loop: !cel sequence(1, 10)`"),
    with_file: way('`file "NAME"` in a loop over names'),
  },
  "play keywords": {
    include: way("`import_playbook`"),
  },
  filters: {
    list: way("omit it"),
    map: way("`users.map(each, each.name)`"),
    select: way("`sizes.filter(each, each > 1)`"),
    reject: way("`sizes.filter(each, !(each > 1))`"),
    selectattr: way('`users.filter(each, each.name == "x")`'),
    rejectattr: way('`users.filter(each, each.name != "x")`'),
    json_query: way("`.filter` and `.map` of expressions"),
    ipaddr: way("`ip_address`, `ip_network`, `ip_prefix`, `is_ip` …"),
    d: way("`default`"),
    dictsort: way("`{{#each colors}}`, and `sort(keys(colors))`"),
    to_nice_json: way("`json value 2`"),
  },
  tests: {
    defined: way("`has(x.y)`, `defined(x)`"),
    undefined: way("`!has(x.y)`, `!defined(x)`"),
    version: way('`version(x, "2.0", ">=")`'),
    version_compare: way('`version(x, "2.0", ">=")`'),
    match: way('`x.matches("^…")`'),
    changed: way(`\`x.changed\` ${RESULT}`),
    truthy: way("`bool(x)`"),
  },
  lookups: {
    url: way("`uri` with `return_content`, and `register`"),
    password: way("a generated secret"),
    pipe: way("`!secret {command: [PROGRAM, …]}`"),
  },
  facts: {
    ansible_facts: way("`facts`"),
    ansible_role_name: way("`role_name`"),
  },
};
