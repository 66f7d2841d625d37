import type { Duplex } from "node:stream";
import type { Fault, Outcome } from "../errors/fault.ts";
import type { Change, Resource } from "../model/change.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { Answer } from "./answer.ts";
import type { ReceivedFile } from "./content.ts";
import type { ArgsOf, ArgsSchema } from "./schema.ts";
import type { Script } from "./script.ts";

/** Check mode's predictions so far for this host; empty in a real run. */
export interface Predicted {
  /** The resource's predicted value (the `after` of the last change of it); undefined if no change touches it. */
  get(resource: Resource): Value | undefined;
  /** Whether any change is pending on resources of this kind whose name matches, made after the last change of `since` if that is given. */
  any(kind: Resource["kind"], matches?: (name: string) => boolean, since?: Resource): boolean;
}

/** A wait: for some seconds, or until somebody presses Enter. Meanwhile the user reads the prompt. */
export interface Pause {
  readonly seconds?: number;
  readonly prompt?: string;
}

/** A wait, in seconds, for a connection to the host: `every` between two tries. */
export interface Connecting {
  readonly delay: number;
  readonly timeout: number;
  readonly every: number;
}

/** A host that becomes known to the run, or that joins groups. */
export interface AddedHost {
  /** Its name; undefined for the task's own host. */
  readonly host: string | undefined;
  readonly groups: readonly string[];
  /** Groups that these groups become children of. */
  readonly parents: readonly string[];
  /** Variables and connection settings. */
  readonly variables: ValueMap;
}

/** Facts of the host to read. */
export interface Gathering {
  /** Groups of facts and names, with a `!` those to leave out; empty for all. */
  readonly subset: readonly string[];
  /** Whether the result has the fact of that name. */
  readonly shows: (name: string) => boolean;
}

export interface Decision {
  /** The differences from the desired state; without any the task is `ok`. */
  readonly changes: readonly Change[];
  /** The value for `register` as far as it is known now; fields that only `apply` can supply are `Unknown`. */
  readonly result: ValueMap;
  /** Why the request cannot be met: nothing is tried. */
  readonly fault?: Fault;
  /** Why nothing can be predicted: the task is `unknown` in check mode, and so is its result. */
  readonly unpredictable?: string;
  /** With `unpredictable`: all that may be changed; anything if it is missing. A path includes everything below it. */
  readonly touches?: readonly Resource[];
  /** With `unpredictable`: the requirement that is not met now, and may be later. */
  readonly unmet?: Fault;
  /** In check mode: predicted changes fulfil the condition that the module waits for, so `settle` is not asked. */
  readonly isSettled?: boolean;
  /** For modules that touch no host: a wait after the decision, which the result gets the length of. */
  readonly pause?: Pause;
  /** For modules that touch no host: new connections are opened until one works. */
  readonly connects?: Connecting;
  /** For modules that touch no host: the facts of the host are read. */
  readonly gathers?: Gathering;
  /** Variables to set on the host. */
  readonly facts?: ValueMap;
  /** What was read of the host, for the variable `facts`: `facts.NAME`. */
  readonly gathered?: ValueMap;
  /** What becomes known of the inventory. */
  readonly adds?: AddedHost;
  /** Warnings for the user, as full sentences. */
  readonly warnings?: readonly string[];
}

export interface Probe<State> {
  readonly script: Script<"read">;
  readonly parse: (answer: Answer) => Outcome<State>;
}

/** What a module learned from its changes: fields that complete the result, and warnings for the user, as full sentences. */
export type Applied = Outcome<ValueMap> & {
  readonly warnings?: readonly string[];
  /** Only `apply` could find out that nothing was to be changed: the task is `ok`. Its decision was `unpredictable`. */
  readonly isUnchanged?: true;
};

/** The bytes of a file of the host, for a file of the controller. */
export interface Receiving {
  readonly into: ReceivedFile;
  /** How many parts it has. */
  readonly count: number;
  /** Prints a part in base64. */
  readonly part: (index: number) => Script<"read">;
  /** The bytes that a part has. */
  readonly sizeOf: (index: number) => number;
  /** Prints the SHA-256 of all parts; undefined if nobody is to compare it. */
  readonly digest: Script<"read"> | undefined;
  /** The fault of an answer that has not what was expected. */
  readonly torn: (answer: Answer) => Fault;
}

export interface Apply {
  readonly script: Script<"write">;
  /** A file that is received after the script has run. Its SHA-256 completes the result. */
  readonly receives?: Receiving;
  /** Completes the result. Without it a non-zero exit fails the task, and the result is the one from `decide`. */
  readonly parse?: (answer: Answer) => Applied;
}

export type Settled =
  | { readonly is: "settled" }
  /** `details` explain it if the time is up. */
  | { readonly is: "waiting"; readonly for: string; readonly details?: readonly string[] }
  | { readonly is: "failed"; readonly fault: Fault };

/** The changes that were made before a condition is checked. */
export interface Made<State> {
  /** The seconds since then. */
  readonly seconds: number;
  /** What was probed before. */
  readonly before: State;
}

/** A condition to wait for: checked after `apply`, and also if there was nothing to change. The engine polls by probing again. */
export interface Settle<Args, State> {
  /** `made` is undefined if nothing was changed. */
  check(args: Args, state: State, made?: Made<State>): Settled;
  /** Seconds to wait before the first probe, which is then made anew; none unless given. They are part of the time limit. */
  delay?(args: Args): number;
  /** Seconds between two probes. */
  readonly every: number;
  /** Seconds after which the task fails. */
  timeout(args: Args): number;
}

export interface Example<Args = Readonly<Record<string, unknown>>> {
  readonly title: string;
  readonly args: Args;
}

interface Described {
  /** As spelled in YAML; also the file's name. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Paragraphs with everything a user must know beyond the arguments. */
  readonly notes?: readonly string[];
  readonly args: ArgsSchema;
  /** The fields of the registered result: field → sentence. */
  readonly returns?: Readonly<Record<string, string>>;
  readonly examples: NonEmpty<Example>;
  /** The argument with the path that the module writes, and the resource that it means. */
  readonly writes?: { readonly argument: string; readonly resource: (path: string) => Resource };
  /** In check mode arguments may hold `Unknown`: the module only shows them or passes them on. */
  readonly acceptsUnknown?: true;
  /** The result has `rc`; the task fails if that is not 0, unless its `failed_when` says otherwise. */
  readonly failsOnRc?: true;
  /**
   * The script of its changes ends with the status 0 if and only if the task succeeds: then the host itself knows whether the tasks after it
   * may run, and their changes are sent together.
   */
  readonly failsByStatus?: true;
}

/** A module whose steps are scripts for the target's shell. */
export interface ShellModule<Args, State> extends Described {
  readonly kind: "shell";
  probe(args: Args): Probe<State>;
  decide(args: Args, state: State, predicted: Predicted): Decision;
  apply(args: Args, changes: NonEmpty<Change>, state: State): Apply;
  readonly settle?: Settle<Args, State>;
  /** Its changes end the connection: the engine opens new ones until `settle` is content. */
  readonly reconnects?: true;
  /** Its changes can be made by a background job (`async`). */
  readonly background?: true;
  /**
   * The state on a host that has not the task's user yet, if the predictions say what that host will be; without it the task is unknown
   * there in check mode.
   */
  withoutUser?(args: Args, predicted: Predicted, user: string): State | undefined;
  /** The same as a read, for tasks whose author declares with `check_mode: false` that they change nothing. */
  asRead?(args: Args): Probe<ValueMap>;
}

/** Opens a byte stream to an address as the target sees it. Returns at once; writes wait until the channel is open. */
export type Dial = (host: string, port: number) => Duplex;

/** A client in two halves: one reads, the other writes. `close` releases its connections. */
export interface Client<Reader, Writer> {
  readonly reader: Reader;
  readonly writer: Writer;
  close(): Promise<void>;
}

/** The server that a client asks, for messages: they contain no secret. */
export interface Peer {
  /** The software, such as "Druid"; undefined if it can be any. */
  readonly name?: string;
  /** The URL, or Kafka's addresses. Equal addresses are the same server, whichever client asks. */
  readonly address: string;
}

/** How to open a client. The engine keeps one per host, service and `target` until the run ends. */
export interface Service<Target, Reader, Writer> {
  readonly name: string;
  peer(target: Target): Peer;
  open(dial: Dial, target: Target): Client<Reader, Writer>;
}

/** A module whose steps are requests to a service, sent through the connection to the host. */
export interface ServiceModule<Args, State, Target, Reader, Writer> extends Described {
  readonly kind: "service";
  readonly service: Service<Target, Reader, Writer>;
  target(args: Args): Target;
  probe(args: Args, reader: Reader): Promise<Outcome<State>>;
  decide(args: Args, state: State, predicted: Predicted): Decision;
  apply(args: Args, changes: NonEmpty<Change>, writer: Writer, state: State): Promise<Applied>;
  readonly settle?: Settle<Args, State>;
}

/** A module that touches no host: its decision follows from its arguments alone. */
export interface PureModule<Args> extends Described {
  readonly kind: "pure";
  decide(args: Args): Decision;
}

/**
 * Any module, as the registry and the engine see it. Steps are declared as methods, so every module is assignable to this type; the
 * engine hands each step only what earlier steps of the same module returned, and arguments that its schema has accepted.
 */
export type Module =
  ShellModule<never, unknown> | ServiceModule<never, unknown, unknown, unknown, unknown> | PureModule<never>;

type Definition<M, S extends ArgsSchema> = Omit<M, "kind" | "args"> & { readonly args: S };

export function shellModule<const S extends ArgsSchema, State>(
  module: Definition<ShellModule<ArgsOf<S>, State>, S>,
): ShellModule<ArgsOf<S>, State> {
  return { kind: "shell", ...module };
}

export function serviceModule<const S extends ArgsSchema, State, Target, Reader, Writer>(
  module: Definition<ServiceModule<ArgsOf<S>, State, Target, Reader, Writer>, S>,
): ServiceModule<ArgsOf<S>, State, Target, Reader, Writer> {
  return { kind: "service", ...module };
}

export function pureModule<const S extends ArgsSchema>(
  module: Definition<PureModule<ArgsOf<S>>, S>,
): PureModule<ArgsOf<S>> {
  return { kind: "pure", ...module };
}

/** Modules by name, each loaded when it is first used. */
export interface ModuleRegistry {
  readonly names: readonly string[];
  load(name: string): Promise<Module | undefined>;
}
