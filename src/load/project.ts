import type { Expression } from "../language/cel/expression.ts";
import type { Template } from "../language/template/template.ts";
import type { MapTree, Tree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";

/** Everything that was read and found right before any host is thought of. */
export interface Project {
  /** The project's folder, absolute. */
  readonly root: string;
  readonly playbooks: readonly Playbook[];
  /** Empty unless something uses `project_roles`. */
  readonly providers: readonly Provider[];
  /** Text of every file read, by the name that origins use: for code frames. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface Playbook {
  readonly file: string;
  readonly plays: readonly Play[];
}

export interface Play {
  readonly name: string;
  readonly origin: Origin;
  /** A host pattern. */
  readonly hosts: { readonly pattern: string; readonly origin: Origin };
  readonly vars: MapTree | undefined;
  /** Loaded vars_files, in order. */
  readonly varsFiles: readonly MapTree[];
  readonly preTasks: readonly Task[];
  readonly roles: readonly RoleUse[];
  readonly tasks: readonly Task[];
  readonly postTasks: readonly Task[];
  readonly handlers: readonly Task[];
  readonly become: boolean | undefined;
  readonly becomeUser: Tree | undefined;
  /** Hosts at a time; undefined: all. */
  readonly serial: number | undefined;
  readonly tags: readonly string[];
  readonly environment: MapTree | undefined;
  /** False: never; true: always; undefined: when something uses `facts`. */
  readonly gatherFacts: boolean | undefined;
  readonly anyErrorsFatal: boolean;
}

/** A role as a play names it; its dependencies (meta/main.yaml) come before it in `Play.roles`. */
export interface RoleUse {
  readonly role: Role;
  readonly origin: Origin;
  /** `vars` written beside the role's name. */
  readonly vars: MapTree | undefined;
  readonly tags: readonly string[];
  readonly when: readonly Expression[];
  /** The part that is wanted; undefined: its tasks, and then its verification. */
  readonly only: RolePart | undefined;
  /** What it depends on, in order: their defaults are seen by it, too. */
  readonly dependencies: readonly Role[];
}

/** A role that declares under `provides` in its meta what other roles may derive from it. */
export interface Provider {
  readonly use: RoleUse;
  readonly provides: MapTree;
}

export type RolePart = "tasks" | "verify" | "teardown";

export interface Role {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly defaults: MapTree | undefined;
  readonly vars: MapTree | undefined;
  readonly tasks: readonly Task[];
  readonly handlers: readonly Task[];
  readonly verify: readonly Task[];
  /** Takes away what the tasks have put there. */
  readonly teardown: readonly Task[];
}

export interface Task {
  readonly name: Tree | undefined;
  /** Where the module's name stands. */
  readonly origin: Origin;
  readonly module: string;
  readonly args: MapTree;
  /** For each argument that names a source file literally: where it was found, compiled where it is a template. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Folders where this task's files and templates are looked for, in order; absolute. */
  readonly search: SearchPath;
  readonly when: readonly Expression[];
  readonly loop: Tree | undefined;
  /** The variable that holds the loop's current value. */
  readonly loopVar: string;
  readonly register: string | undefined;
  readonly notify: readonly Named[];
  /** For a handler: further names that it answers to. */
  readonly listen: readonly string[];
  readonly tags: readonly string[];
  readonly become: boolean | undefined;
  readonly becomeUser: Tree | undefined;
  readonly until: readonly Expression[];
  readonly retries: Tree | undefined;
  /** Seconds. */
  readonly delay: Tree | undefined;
  readonly failedWhen: readonly Expression[] | undefined;
  readonly changedWhen: readonly Expression[] | undefined;
  readonly ignoreErrors: boolean;
  readonly noLog: boolean;
  readonly environment: MapTree | undefined;
  /** False: runs for real in check mode too, because its author says that it only reads. */
  readonly checkMode: false | undefined;
  readonly vars: MapTree | undefined;
}

export interface Named {
  readonly name: string;
  readonly origin: Origin;
}

export interface Source {
  /** Absolute. */
  readonly path: string;
  readonly template: Template | undefined;
}

export interface SearchPath {
  readonly files: readonly string[];
  readonly templates: readonly string[];
}
