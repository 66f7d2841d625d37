import type { Outcome } from "../errors/fault.ts";
import type { FactSource } from "../language/facts/catalogue.ts";
import type { Expression } from "../language/cel/expression.ts";
import type { Template } from "../language/template/template.ts";
import type { MapTree, Tree } from "../language/tree.ts";
import type { Layer } from "../language/scope.ts";
import type { Plain } from "../model/value.ts";
import type { Specs } from "./specs/spec.ts";
import type { Origin } from "../model/origin.ts";

/** A checked project: everything that can be read without contacting a host. */
export interface Project {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly playbooks: readonly Playbook[];
  /** Empty unless something uses `project_roles`. */
  readonly providers: readonly Provider[];
  /** The text of every file by the name that origins use, for code frames. */
  readonly sources: ReadonlyMap<string, string>;
}

/** A playbook; `file` is its name in origins. */
export interface Playbook {
  readonly file: string;
  readonly plays: readonly Play[];
}

/** The hosts of a play. */
export interface PlayHosts {
  /** A host pattern; with `tree`, it is to be computed from that, and as written until then. */
  readonly pattern: string;
  readonly origin: Origin;
  readonly tree?: Tree;
  /** Computes the pattern again when the play begins, from the groups that tasks may have added to. */
  readonly again?: (groups: ReadonlyMap<string, { readonly hosts: readonly string[] }>) => Outcome<string>;
}

/** A play with its roles and tasks loaded. */
export interface Play {
  readonly name: string;
  readonly origin: Origin;
  readonly hosts: PlayHosts;
  /** The conditions of all its tasks, but for handlers. */
  readonly when: readonly Expression[];
  readonly vars: MapTree | undefined;
  /** The variables that are asked for before the run. */
  readonly prompts: readonly Prompt[];
  /** Their values; undefined if there are none. */
  readonly answers?: Layer;
  /** Loaded vars_files, in order. */
  readonly varsFiles: readonly MapTree[];
  readonly preTasks: readonly Task[];
  readonly roles: readonly RoleUse[];
  /** The roles that tasks of the play may include or import, and their dependencies. */
  readonly includedRoles: readonly RoleUse[];
  readonly tasks: readonly Task[];
  readonly postTasks: readonly Task[];
  readonly handlers: readonly Task[];
  /** How its tasks run, unless they say otherwise. */
  readonly keywords: RunKeywords;
  /** The sizes of the batches, of which the last one is repeated; none: all hosts are one batch. */
  readonly serial: readonly BatchSize[];
  readonly tags: readonly string[];
  /** False: never; true: always; undefined: if something uses `facts`. */
  readonly gatherFacts: boolean | undefined;
  /** The sources that are read then; undefined for those of the facts that the project uses. */
  readonly gatherSubset: ReadonlySet<FactSource> | undefined;
  readonly anyErrorsFatal: boolean;
  /** More failed hosts of a batch, in percent, end the run. */
  readonly maxFailPercentage: number | undefined;
  readonly order: Order;
  /** How hosts wait for each other; undefined: at the end of each role and section. */
  readonly strategy: Strategy | undefined;
  readonly placement: Placement;
}

/** A variable that a play asks for (`vars_prompt`). */
export interface Prompt {
  readonly name: string;
  readonly origin: Origin;
  readonly text: string;
  /** Its default. */
  readonly fallback: Plain | undefined;
  /** Whether it is a secret, and typed without echo. */
  readonly isPrivate: boolean;
  /** Whether it has to be typed twice. */
  readonly isConfirmed: boolean;
}

/** A number of hosts, or a share of the play's hosts in percent. */
export type BatchSize = { readonly hosts: number } | { readonly percent: number };

/** `linear`: before each task. `free`: nowhere. */
export type Strategy = "linear" | "free";

/** In which order a play takes its hosts; `inventory` is the order of the inventory. */
export type Order = "inventory" | "reverse_inventory" | "sorted" | "reverse_sorted" | "shuffle";

/** What an entry of a play's `roles`, or of a role's `dependencies`, says. */
export interface RoleEntry {
  readonly name: string;
  readonly origin: Origin;
  /** Written next to the role's name, or under `vars` there. */
  readonly vars: MapTree | undefined;
  /** Those of them that are next to the name: they take precedence over what tasks set. */
  readonly parameters?: MapTree | undefined;
  readonly tags: readonly string[];
  readonly when: readonly Expression[];
  readonly placement: Placement;
  /** How its tasks run, unless they say otherwise. */
  readonly keywords: RunKeywords;
  /** The part to run; undefined: its tasks, then its verification. */
  readonly only: RolePart | undefined;
}

/**
 * A role as a play names it; its dependencies (meta/main.yaml) come before it in `Play.roles`, each time that it is named. A dependency
 * has the tags, conditions and keywords of the roles that need it, too.
 */
export interface RoleUse extends Omit<RoleEntry, "name"> {
  readonly role: Role;
  /** Whether the role is used only because another one depends on it. */
  readonly isDependency: boolean;
  /** Whether a task includes or imports it. */
  readonly isIncluded?: true;
  /** The tags and conditions of its own entry. With the variables, they decide whether the role has run already. */
  readonly own: Pick<RoleEntry, "tags" | "when">;
  /** The roles that it depends on, in order; it can use their defaults and variables. */
  readonly dependencies: readonly Role[];
  /** For a dependency: the uses of the roles that led to it, outermost first; it can use their defaults and variables, too. */
  readonly parents?: readonly RoleUse[];
}

/** A role whose meta declares values under `provides`, which other roles can read from `project_roles`. */
export interface Provider {
  readonly use: RoleUse;
  readonly provides: MapTree;
}

/** A part of a role that a play can run by itself (`only`). */
export type RolePart = "tasks" | "verify" | "teardown";

/** A role with its files loaded. */
export interface Role {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Whether it runs each time that a play names it, even with the same variables. */
  readonly allowDuplicates: boolean;
  /** What its variables must be. */
  readonly specs: Specs;
  readonly defaults: MapTree | undefined;
  readonly vars: MapTree | undefined;
  readonly tasks: readonly Task[];
  readonly handlers: readonly Task[];
  readonly verify: readonly Task[];
  /** Removes what the tasks created. */
  readonly teardown: readonly Task[];
}

/** How a task runs. */
export interface RunKeywords {
  readonly become: Tree | undefined;
  readonly becomeUser: Tree | undefined;
  /** Maps, outermost first: the later ones win. */
  readonly environment: readonly Tree[];
  readonly ignoreErrors: Tree | undefined;
  readonly ignoreUnreachable: Tree | undefined;
  /** It holds if one of them is true, or cannot be decided. */
  readonly noLog: readonly Tree[];
  /** False: the task runs in check mode too, because its author declares that it only reads. True: it never changes anything. */
  readonly checkMode: Tree | undefined;
  readonly moduleDefaults: ModuleDefaults;
}

/** Arguments of modules that tasks need not write, by the module's name. */
export type ModuleDefaults = ReadonlyMap<string, MapTree>;

/** A task or handler with its values compiled. */
export interface Task extends RunKeywords {
  readonly name: Tree | undefined;
  /** Where the module's name is written. */
  readonly origin: Origin;
  readonly module: string;
  readonly args: MapTree;
  /** The source files that arguments name literally, by argument. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The folders to search for this task's files and templates. */
  readonly search: SearchPath;
  readonly when: readonly Expression[];
  readonly loop: Tree | undefined;
  readonly loopControl: LoopControl;
  readonly register: string | undefined;
  /** The names of handlers, or lists of them. */
  readonly notify: readonly Tree[];
  /** For a handler: additional names that notify it. */
  readonly listen: readonly string[];
  readonly tags: readonly string[];
  readonly until: readonly Expression[];
  readonly retries: Tree | undefined;
  /** Seconds. */
  readonly delay: Tree | undefined;
  /** The seconds that it may take in the background; undefined or 0: it does not run there. */
  readonly async: Tree | undefined;
  /** Seconds between two looks at it there. */
  readonly poll: Tree | undefined;
  readonly failedWhen: readonly Expression[] | undefined;
  readonly changedWhen: readonly Expression[] | undefined;
  readonly vars: MapTree | undefined;
  readonly placement: Placement;
  /** The blocks that contain it, outermost first. What it inherits from them is already in its other fields. */
  readonly blocks: readonly BlockPart[];
  /** What it runs instead of a module. */
  readonly include?: Include;
  /** For `include_vars`: what it may read. */
  readonly includedVars?: IncludedVars;
}

/** The files of variables that a task may include. */
export interface IncludedVars {
  /** Absolute, in the order in which they are searched. */
  readonly folders: readonly string[];
  /** By absolute path. */
  readonly maps: ReadonlyMap<string, MapTree>;
  /** Files that a computed name can mean and that hold no variables, by absolute path: what is wrong, as a clause. */
  readonly rejected: ReadonlyMap<string, string>;
  /** Whether the task includes all of them: those of a folder. */
  readonly isFolder: boolean;
}

/** What a task runs that includes other tasks: those of a file, of a role, or of a block with a loop. */
export interface Include {
  readonly kind: "tasks" | "role" | "block";
  /** The role's name, or that of the file: a path relative to one of the folders. */
  readonly name: Tree;
  /** For a role: which of its files; undefined for the main one. */
  readonly from?: Tree | undefined;
  /** Whether tags and conditions are those of the included tasks only, as for an import. */
  readonly isStatic: boolean;
  /** For a role: whether the tasks that follow see its defaults and variables. */
  readonly isPublic: boolean;
  /** For a role: whether it is left out on a host where the same include of it has run in this play. */
  readonly isOnce: boolean;
  /** Absolute, in the order in which they are searched. */
  readonly folders: readonly string[];
  /**
   * What the name can be, by absolute path, or by the role's name, a slash and the file's. Only the whole load fills it, because a file may include itself: whoever follows it must expect
   * circles.
   */
  readonly lists: ReadonlyMap<string, TaskList>;
  /** What the included tasks take over: from the blocks around the include, outermost first, then from its `apply`. */
  readonly inherited: readonly Inherited[];
  /** Its own `vars`, which are above those of the included tasks, and those of the blocks around it, which are below. */
  readonly vars: { readonly own: MapTree | undefined; readonly outer: MapTree | undefined };
}

/** A list of tasks that can be included; one object for each file and place that it is included in. */
export interface TaskList {
  /** As messages name it. */
  readonly name: string;
  readonly tasks: readonly Task[];
  /** For the tasks of a role: its use. */
  readonly role?: RoleUse;
  /** The uses of roles that run before it, because it depends on them. */
  readonly dependencies?: readonly RoleUse[];
}

/** What tasks take over from a block around them, from an import or from `apply`. */
export interface Inherited extends RunKeywords {
  readonly when: readonly Expression[];
  readonly tags: readonly string[];
  readonly notify: readonly Tree[];
  readonly vars: MapTree | undefined;
  readonly placement: Placement;
}

/** How a task goes through its loop. */
export interface LoopControl {
  /** The variable that holds the current item. */
  readonly loopVar: string;
  /** Another variable for the item's index, which counts from 0. */
  readonly indexVar: string | undefined;
  /** What events show instead of the item. */
  readonly label: Tree | undefined;
  /** Seconds between two items. */
  readonly pause: Tree | undefined;
  /** After an item for which all these hold, the loop ends. */
  readonly breakWhen: readonly Expression[];
}

/** A block of tasks; each is one object, to compare. */
export interface Block {
  readonly origin: Origin;
}

/** The part of a block that a task belongs to. */
export interface BlockPart {
  readonly block: Block;
  readonly part: "block" | "rescue" | "always";
}

/** Where a task runs, and on how many of the hosts. What is undefined is taken over from what contains it. */
export interface Placement {
  /** The host that it runs on instead of each host itself. */
  readonly delegateTo: Tree | undefined;
  /** Whether facts that it sets belong to that host. */
  readonly delegateFacts: boolean | undefined;
  /** Whether one host runs it for all. */
  readonly runOnce: boolean | undefined;
  /** How many hosts may run it at the same time. */
  readonly throttle: Tree | undefined;
}

/** A name and where it is written. */
export interface Named {
  readonly name: string;
  readonly origin: Origin;
}

/** A source file on the controller. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  /** The compiled template; undefined for plain files. */
  readonly template: Template | undefined;
  readonly isFolder?: true;
}

/** Absolute folders, in the order in which they are searched. */
export interface SearchPath {
  /** The project's folder: messages name files relative to it. */
  readonly root: string;
  /** The role's folder. */
  readonly role?: string;
  readonly files: readonly string[];
  readonly templates: readonly string[];
  /** For files of tasks: first the folder of the file that is being read. */
  readonly tasks: readonly string[];
}
