interface Steps {
  decide: (...args: never[]) => unknown;
}

/** The arguments that a module's steps take. */
export type ArgsFor<M extends Steps> = Parameters<M["decide"]>[0];

/** Some of a module's arguments: a test adds the others. */
export type SomeArgs<M extends Steps> = Partial<ArgsFor<M>>;

/** The state that a module's probe returns. */
export type StateOf<M extends Steps> = Parameters<M["decide"]>[1];
