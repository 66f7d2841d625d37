/** The commands of provision; `run` is the one without a name. */
export type Command =
  | "run"
  | "plan"
  | "apply"
  | "doc"
  | "explain"
  | "schema"
  | "secrets"
  | "tunnel"
  | "unlock"
  | "images"
  | "vars"
  | "inventory"
  | "init"
  | "ad hoc";

/**
 * How the values of a flag are parsed: switch → whether it is given; count → how often it is given; string → the last value;
 * strings → all values; names → all values, split at commas; integer → a number of at least 1; seconds → a number above 0.
 */
export type FlagType = "switch" | "count" | "string" | "strings" | "names" | "integer" | "seconds";

/** One flag of the command line. */
export interface Flag {
  /** Without its dashes. */
  readonly long: string;
  readonly short?: string;
  readonly type: FlagType;
  /** The placeholder of the value in help; only for flags that take one. */
  readonly value?: string;
  readonly sentence: string;
  readonly commands: readonly Command[];
}

/** Every flag. Parsing, help and docs/reference/flags.md are derived from this table. */
export const FLAGS = [
  {
    long: "inventory",
    short: "i",
    type: "strings",
    value: "PATH",
    sentence:
      "Inventory to use instead of inventory.yaml: a file, a folder, a program, or hosts with a comma: `web1,web2,`; may be given several times.",
    commands: ["run", "plan", "secrets", "unlock", "tunnel", "images", "vars", "inventory", "ad hoc"],
  },
  {
    long: "limit",
    short: "l",
    type: "string",
    value: "PATTERN",
    sentence:
      "Run only on the hosts of the plays that match the pattern, such as web:!web[0]; @FILE has one per line, @failed are those that failed or were unreachable in the last run.",
    commands: ["run", "plan", "images", "ad hoc"],
  },
  {
    long: "check",
    short: "C",
    type: "switch",
    sentence: "Report what would change, and change nothing.",
    commands: ["run", "images", "ad hoc"],
  },
  {
    long: "diff",
    short: "D",
    type: "switch",
    sentence: "Show the values before and after each change.",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "tags",
    short: "t",
    type: "names",
    value: "TAGS",
    sentence: "Run only tasks with at least one of these comma-separated tags.",
    commands: ["run", "plan"],
  },
  {
    long: "skip-tags",
    type: "names",
    value: "TAGS",
    sentence: "Skip tasks with at least one of these comma-separated tags.",
    commands: ["run", "plan"],
  },
  {
    long: "start-at-task",
    type: "string",
    value: "NAME",
    sentence: "Leave out what comes before the first task with this name, a glob such as 'Install *' or 'web : *'.",
    commands: ["run", "plan"],
  },
  {
    long: "resume",
    type: "switch",
    sentence: "Run only on the hosts that failed or were unreachable in the last run, each from its task that failed.",
    commands: ["run"],
  },
  {
    long: "step",
    type: "switch",
    sentence: "Ask before each task: y runs it, c runs it and all others, everything else leaves it out.",
    commands: ["run"],
  },
  {
    long: "no-batch",
    type: "switch",
    sentence: "Send each change in a request of its own, which needs more round trips.",
    commands: ["run", "ad hoc"],
  },
  {
    long: "extra-vars",
    short: "e",
    type: "strings",
    value: "VARS",
    sentence: "Variables that override all others: NAME=VALUE (a string), @FILE.yaml, or a JSON object.",
    commands: ["run", "plan", "apply", "tunnel", "images", "vars", "inventory", "ad hoc"],
  },
  {
    long: "forks",
    short: "f",
    type: "integer",
    value: "N",
    sentence: "Number of hosts to work on in parallel (default 10).",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "list-hosts",
    type: "switch",
    sentence: "List the hosts of each play, then exit.",
    commands: ["run", "ad hoc"],
  },
  {
    long: "list-tasks",
    type: "switch",
    sentence: "List the tasks of each play, then exit.",
    commands: ["run"],
  },
  {
    long: "list-tags",
    type: "switch",
    sentence: "List the tags of each play, then exit.",
    commands: ["run"],
  },
  {
    long: "syntax-check",
    type: "switch",
    sentence: "Validate the whole project without connecting to any host.",
    commands: ["run"],
  },
  {
    long: "exit-code",
    type: "switch",
    sentence: "With --check: exit 4 when changes are pending or something is unknown.",
    commands: ["run", "plan", "ad hoc"],
  },
  {
    long: "strict",
    type: "switch",
    sentence: "Exit 1 if there is any warning.",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "verbose",
    short: "v",
    type: "count",
    sentence: "Show the results of tasks; -vv shows results and diffs in full.",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "quiet",
    type: "switch",
    sentence: "Show only what changed, failed or is unknown, and the recap.",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "pipeline",
    type: "switch",
    sentence: "Copy the site of the sensor pipeline: its playbooks, roles and files.",
    commands: ["init"],
  },
  {
    long: "yes",
    type: "switch",
    sentence: "Ask nothing.",
    commands: ["init"],
  },
  {
    long: "json",
    type: "switch",
    sentence: "Write one JSON object per line to standard output, and the human-readable report to standard error.",
    commands: ["run", "plan", "apply", "ad hoc", "explain"],
  },
  {
    long: "report",
    type: "string",
    value: "FILE.md",
    sentence:
      "Write a report in Markdown, too: each difference before and after, what is unknown or failed, and the handlers that run.",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "junit",
    type: "string",
    value: "FILE",
    sentence: "Write the results as JUnit's XML, too, for CI servers; with --check, each difference is a failure.",
    commands: ["run", "plan", "apply", "ad hoc"],
  },
  {
    long: "ask-pass",
    short: "k",
    type: "switch",
    sentence:
      "Prompt for the SSH password, once for all hosts; without a terminal, read it as one line from standard input.",
    commands: ["run", "plan", "apply", "unlock", "tunnel", "images", "ad hoc"],
  },
  {
    long: "ask-become-pass",
    short: "K",
    type: "switch",
    sentence: "Prompt for the sudo password; without a terminal, read it as one line from standard input.",
    commands: ["run", "plan", "apply", "unlock", "ad hoc"],
  },
  {
    long: "become",
    type: "switch",
    sentence: "Use sudo: for every task unless the project sets become, and to end a run of another user.",
    commands: ["run", "plan", "unlock", "ad hoc"],
  },
  {
    long: "user",
    short: "u",
    type: "string",
    value: "USER",
    sentence: "Login name for hosts without one in the inventory.",
    commands: ["run", "plan", "unlock", "tunnel", "images", "ad hoc"],
  },
  {
    long: "private-key",
    type: "string",
    value: "FILE",
    sentence: "Private key to log in with.",
    commands: ["run", "plan", "apply", "unlock", "tunnel", "images", "ad hoc"],
  },
  {
    long: "ssh-config",
    type: "string",
    value: "FILE",
    sentence: "Configuration of ssh to use instead of ~/.ssh/config and /etc/ssh/ssh_config; none for none.",
    commands: ["run", "plan", "apply", "unlock", "tunnel", "images", "ad hoc"],
  },
  {
    long: "accept-new-host-keys",
    type: "switch",
    sentence:
      "Add host keys that are unknown to known_hosts, with a warning for each; one that has changed is refused.",
    commands: ["run", "plan", "apply", "unlock", "tunnel", "images", "ad hoc"],
  },
  {
    long: "timeout",
    type: "seconds",
    value: "SECONDS",
    sentence: "Time limit of one connection attempt (default 10).",
    commands: ["run", "plan", "apply", "unlock", "tunnel", "images", "ad hoc"],
  },
  {
    long: "allow-unsafe-project",
    type: "switch",
    sentence: "Use the project's files even if other users can change them; for machines where nobody else can log in.",
    commands: ["run", "plan", "apply", "tunnel", "images", "vars", "inventory", "ad hoc"],
  },
  {
    long: "lock-timeout",
    type: "seconds",
    value: "SECONDS",
    sentence: "How long to wait while another run is changing a host (default 20).",
    commands: ["run", "apply", "ad hoc"],
  },
  {
    long: "output",
    short: "o",
    type: "string",
    value: "FILE",
    sentence: "The file to write the plan to.",
    commands: ["plan"],
  },
  {
    long: "yes",
    type: "switch",
    sentence: "End the run that holds the host without asking.",
    commands: ["unlock"],
  },
  {
    long: "playbook",
    type: "string",
    value: "FILE",
    sentence:
      "Playbook whose hosts have the pages (tunnel; default playbooks/site.yaml), or whose variables are shown too (vars).",
    commands: ["tunnel", "vars"],
  },
  {
    long: "list",
    type: "switch",
    sentence: "Print all groups and hosts with their variables as JSON, as Ansible's dynamic inventories do.",
    commands: ["inventory"],
  },
  {
    long: "graph",
    type: "switch",
    sentence: "Print the groups and their hosts as a tree.",
    commands: ["inventory"],
  },
  {
    long: "host",
    type: "string",
    value: "HOST",
    sentence: "Print the variables of one host as JSON.",
    commands: ["inventory"],
  },
] as const satisfies readonly Flag[];

type Long = (typeof FLAGS)[number]["long"];
type TypeOf<L extends Long> = Extract<(typeof FLAGS)[number], { long: L }>["type"];
type ValueOf<T extends FlagType> = T extends "switch"
  ? boolean
  : T extends "count"
    ? number
    : T extends "strings" | "names"
      ? readonly string[]
      : T extends "string"
        ? string | undefined
        : number | undefined;

/** The value of every flag, by its long name; derived from the table. */
export type FlagValues = { readonly [L in Long]: ValueOf<TypeOf<L>> };

/** The spelling of a flag in help: `-l, --limit <PATTERN>`. */
export function spelling({ long, short, value }: Flag): string {
  return `${short === undefined ? "" : `-${short}, `}--${long}${value === undefined ? "" : ` <${value}>`}`;
}
