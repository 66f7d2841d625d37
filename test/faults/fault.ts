import type { LabServer } from "../../lab/api.ts";
import type { Random } from "../fuzz/random.ts";
import type { Client, Launch } from "./run/client.ts";
import type { Network } from "./network/network.ts";

/** What a fault can break. */
export interface Surroundings {
  readonly server: LabServer;
  readonly network: Network;
  /** A folder of this machine, empty at the beginning of each trial. */
  readonly scratch: string;
  /** Starts another run of the same project, at the same time as the first. */
  readonly startOther: (launch: Launch) => Client;
  readonly random: Random;
}

/** A fault that is ready to happen. */
export interface Armed {
  /** How the client is started. */
  readonly launch?: Launch;
  /** Makes the fault happen. The network is held meanwhile. If it is absent, the fault lasts from the beginning. */
  readonly inject?: (client: Client) => void | Promise<void>;
  /** Goes on while the run notices the fault; the network is no longer held. */
  readonly follow?: (client: Client) => void | Promise<void>;
  /** Ends the fault, before the second run. */
  readonly mend?: () => void | Promise<void>;
}

/** How a run that meets the fault may end. */
export interface Allowed {
  /** Exit codes, or the signal that ended the client. */
  readonly exits: readonly (number | NodeJS.Signals)[];
  /** The codes of errors that it may report, as regular expressions over the whole code. */
  readonly codes?: readonly string[];
}

export interface Fault {
  readonly name: string;
  /** It takes a minute, because a lease or a keepalive has to run out: the sample inside `npm test` leaves it out. */
  readonly slow?: boolean;
  /** The project also runs containers. */
  readonly containers?: boolean;
  /** The fault happens while this task runs, not anywhere in the run. */
  readonly during?: string;
  readonly allowed: Allowed;
  arm(surroundings: Surroundings): Armed | Promise<Armed>;
}
