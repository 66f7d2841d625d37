/** The parts of the process's environment that secrets need; cli/ reads them and passes them on. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd: string;
  /** Undefined if the system has no user ids. */
  readonly uid: number | undefined;
  /** This process, written into a lock for those who wait for it. */
  readonly holder: Holder;
  /** Returns an id that no other process uses, for names of temporary files. */
  readonly randomId: () => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Adds a secret to the mask before anything can print it; returns false if it is too short to be masked. */
  readonly register: (secret: string) => boolean;
}

/** A process that holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** The path of a file, and its name in messages. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}
