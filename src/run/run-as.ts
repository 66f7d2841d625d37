import type { Become } from "../model/host.ts";

/** Who a task runs as: undefined is the login user. */
export type RunAs = Become | undefined;
