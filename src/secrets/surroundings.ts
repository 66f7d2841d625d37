/** What this room needs of the process around it; read in cli/ and handed on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd: string;
  /** Undefined where the system knows no user ids. */
  readonly uid: number | undefined;
  /** Who holds a lock, for the one who waits: process and machine. */
  readonly holder: string;
  /** A name that no other process uses. */
  readonly randomId: () => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Takes each secret as soon as it is known, before anything can print it; false where it is too short to be masked. */
  readonly register: (secret: string) => boolean;
}

/** A file by its path, and by the name that messages use. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}
