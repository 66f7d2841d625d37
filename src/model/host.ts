import type { Origin } from "./origin.ts";
import type { Secret } from "./secret.ts";

/** A user to become, and the password that sudo may require. */
export interface Become {
  /** The login name to switch to with sudo. */
  readonly user: string;
  /** Sent once, and only after sudo has prompted for it. */
  readonly password: Secret | undefined;
}

/** Who a command runs as; undefined is the login user. */
export type RunAs = Become | undefined;

/** A host of the inventory; `groups` from the widest (`all`) to the narrowest. */
export interface Host {
  readonly name: string;
  readonly groups: readonly string[];
  readonly origin: Origin;
}
