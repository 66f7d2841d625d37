/** The attributes of a role that are on or off, with their columns in the server's catalog. */
export const FLAGS = {
  SUPERUSER: "rolsuper",
  CREATEROLE: "rolcreaterole",
  CREATEDB: "rolcreatedb",
  INHERIT: "rolinherit",
  LOGIN: "rolcanlogin",
  REPLICATION: "rolreplication",
  BYPASSRLS: "rolbypassrls",
} as const;

export type Flag = keyof typeof FLAGS;
export type Flags = Readonly<Record<Flag, boolean>>;

export const FLAG_NAMES = Object.keys(FLAGS) as readonly Flag[];

export const FLAG_PATTERN =
  "^(?:(?:NO)?(?:SUPERUSER|CREATEROLE|CREATEDB|INHERIT|LOGIN|REPLICATION|BYPASSRLS)|(?:no)?(?:superuser|createrole|createdb|inherit|login|replication|bypassrls))$";

/** What a new role has. */
export const NEW_FLAGS: Flags = {
  SUPERUSER: false,
  CREATEROLE: false,
  CREATEDB: false,
  INHERIT: true,
  LOGIN: true,
  REPLICATION: false,
  BYPASSRLS: false,
};

/** The flags that are named, or one that is named with both values. */
export function desiredFlags(words: readonly string[] = []): Partial<Flags> | { readonly opposite: Flag } {
  const wanted: Partial<Record<Flag, boolean>> = {};
  for (const word of words.map((each) => each.toUpperCase())) {
    const on = word in FLAGS;
    const name = (on ? word : word.slice(2)) as Flag;
    if (wanted[name] === !on) return { opposite: name };
    wanted[name] = on;
  }
  return wanted;
}

/** The words of a statement that set these flags. */
export function flagWords(flags: Partial<Flags>): readonly string[] {
  return FLAG_NAMES.flatMap((name) => (flags[name] === undefined ? [] : [flags[name] ? name : `NO${name}`]));
}
