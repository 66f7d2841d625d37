import type { Fault } from "./fault.ts";
import { CLIENT_FAULTS } from "./faults/client.ts";
import { CONTAINER_FAULTS } from "./faults/containers.ts";
import { CONTROLLER_FAULTS } from "./faults/controller.ts";
import { NETWORK_FAULTS } from "./faults/network.ts";
import { SERVER_FAULTS } from "./faults/server.ts";
import { SESSION_FAULTS } from "./faults/sessions.ts";
import { SSHD_LIMITS } from "./faults/sshd-limits.ts";
import { TWO_RUNS } from "./faults/two-runs.ts";

/** Every fault of the matrix. */
export const FAULTS: readonly Fault[] = [
  ...CLIENT_FAULTS,
  ...CONTROLLER_FAULTS,
  ...SESSION_FAULTS,
  ...NETWORK_FAULTS,
  ...SERVER_FAULTS,
  ...CONTAINER_FAULTS,
  ...TWO_RUNS,
  ...SSHD_LIMITS,
];
