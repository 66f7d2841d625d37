/** The commands of provision; `run` is the one without a name. */
export type Command = "run" | "doc" | "schema" | "secrets";

/**
 * How values are written and what they become:
 * switch → given or not; count → how often; text → the last one given; texts → all, each as it is; names → all, split at commas;
 * whole → a number of at least 1; seconds → a number above 0.
 */
export type FlagType = "switch" | "count" | "text" | "texts" | "names" | "whole" | "seconds";

export interface Flag {
  /** Without its dashes. */
  readonly long: string;
  readonly short?: string;
  readonly type: FlagType;
  /** What stands for the value in the help; only where there is one. */
  readonly value?: string;
  readonly sentence: string;
  readonly commands: readonly Command[];
}

/** Every flag. Help, parsing and docs/reference/flags.md are made from this table. */
export const FLAGS = [
  {
    long: "inventory",
    short: "i",
    type: "texts",
    value: "FILE",
    sentence: "Inventory to use, instead of inventory.yaml; may be given several times.",
    commands: ["run", "secrets"],
  },
  {
    long: "limit",
    short: "l",
    type: "text",
    value: "PATTERN",
    sentence: "Run only on the hosts of the plays that match the pattern, such as web:!web3.",
    commands: ["run"],
  },
  {
    long: "check",
    short: "C",
    type: "switch",
    sentence: "Say what would change, and change nothing.",
    commands: ["run"],
  },
  {
    long: "diff",
    short: "D",
    type: "switch",
    sentence: "Show before and after of everything that changes.",
    commands: ["run"],
  },
  {
    long: "tags",
    short: "t",
    type: "names",
    value: "TAGS",
    sentence: "Run only tasks with one of these tags; separated by commas.",
    commands: ["run"],
  },
  {
    long: "skip-tags",
    type: "names",
    value: "TAGS",
    sentence: "Leave out tasks with one of these tags; separated by commas.",
    commands: ["run"],
  },
  {
    long: "extra-vars",
    short: "e",
    type: "texts",
    value: "VARS",
    sentence: "Variables that outrank all others: NAME=VALUE (text), @FILE.yaml, or a JSON object.",
    commands: ["run"],
  },
  {
    long: "forks",
    short: "f",
    type: "whole",
    value: "N",
    sentence: "How many hosts to work on at the same time (default 10).",
    commands: ["run"],
  },
  {
    long: "list-hosts",
    type: "switch",
    sentence: "List the hosts of each play, and do nothing else.",
    commands: ["run"],
  },
  {
    long: "list-tasks",
    type: "switch",
    sentence: "List the tasks of each play, and do nothing else.",
    commands: ["run"],
  },
  {
    long: "list-tags",
    type: "switch",
    sentence: "List the tags of each play, and do nothing else.",
    commands: ["run"],
  },
  {
    long: "syntax-check",
    type: "switch",
    sentence: "Read and check the whole project, and connect to nothing.",
    commands: ["run"],
  },
  {
    long: "exit-code",
    type: "switch",
    sentence: "With --check: exit 4 when changes are pending or something is unknown.",
    commands: ["run"],
  },
  {
    long: "verbose",
    short: "v",
    type: "count",
    sentence: "Show results of tasks; -vv shows them and diffs uncut.",
    commands: ["run"],
  },
  {
    long: "quiet",
    type: "switch",
    sentence: "Show only what changed, failed or is unknown, and the recap.",
    commands: ["run"],
  },
  {
    long: "json",
    type: "switch",
    sentence: "Write one JSON object a line to standard output, and messages for people to standard error.",
    commands: ["run"],
  },
  {
    long: "ask-become-pass",
    short: "K",
    type: "switch",
    sentence: "Ask for the password that sudo wants; without a terminal, read it as one line from standard input.",
    commands: ["run"],
  },
  {
    long: "become",
    type: "switch",
    sentence: "Run every task by sudo, unless the project says otherwise.",
    commands: ["run"],
  },
  {
    long: "user",
    short: "u",
    type: "text",
    value: "USER",
    sentence: "Login name on hosts that the inventory names none for.",
    commands: ["run"],
  },
  {
    long: "private-key",
    type: "text",
    value: "FILE",
    sentence: "Private key to log in with.",
    commands: ["run"],
  },
  {
    long: "timeout",
    type: "seconds",
    value: "SECONDS",
    sentence: "How long one attempt to connect may take (default 10).",
    commands: ["run"],
  },
] as const satisfies readonly Flag[];

type Long = (typeof FLAGS)[number]["long"];
type TypeOf<L extends Long> = Extract<(typeof FLAGS)[number], { long: L }>["type"];
type ValueOf<T extends FlagType> = T extends "switch"
  ? boolean
  : T extends "count"
    ? number
    : T extends "texts" | "names"
      ? readonly string[]
      : T extends "text"
        ? string | undefined
        : number | undefined;

/** The value of every flag, by its long name; derived from the table. */
export type FlagValues = { readonly [L in Long]: ValueOf<TypeOf<L>> };

/** As it is written in help: `-l, --limit <PATTERN>`. */
export function spelling({ long, short, value }: Flag): string {
  return `${short === undefined ? "" : `-${short}, `}--${long}${value === undefined ? "" : ` <${value}>`}`;
}
