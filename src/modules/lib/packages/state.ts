/** What a probe has found. */
export interface AptState {
  /** The version of each fully installed package, by name. */
  readonly installed: ReadonlyMap<string, string>;
  /** The version that apt would install, by name; looked up only if something may have to be installed. */
  readonly candidates: ReadonlyMap<string, string>;
  /** All available versions, likewise. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
  /** Held at their versions, by name. */
  readonly held: ReadonlySet<string>;
  /** Removed, but their configuration files are left. */
  readonly leftovers: ReadonlySet<string>;
  /** The packages that provide a virtual one, by its name. */
  readonly providers: ReadonlyMap<string, readonly string[]>;
  /** Virtual packages that an installed one provides. */
  readonly provided: ReadonlySet<string>;
  /** What apt-get would do with all packages. */
  readonly plan: readonly PlannedStep[];
  /** The number of downloads that no source has any more. */
  readonly outdated: number;
  /** The package file, if the task names one. */
  readonly file?: PackageFile;
  /** Packages with a name like that of an unknown one, by its name. */
  readonly near: ReadonlyMap<string, readonly string[]>;
  /** Seconds since the lists were fetched. */
  readonly listsAge: number;
  /** Whether a source, a key or an architecture has changed since then. */
  readonly sourcesChanged: boolean;
}

/** A package file: what it holds, or why that is not known. */
export type PackageFile =
  | { readonly name: string; readonly version: string; readonly isOlder: boolean }
  | { readonly problem: "missing" | "no-program" | "unreadable"; readonly details: readonly string[] };

/** What apt-get says that it would do with a package. */
export interface PlannedStep {
  readonly name: string;
  readonly before: string | null;
  /** The version that would be installed; null: the package would be removed. */
  readonly after: string | null;
}
