import type { Fault } from "../../../errors/fault.ts";

/** Whether trying again is of no use: all is well, or it is wrong in a way that time does not mend. A refused login is one. */
export function isSettled(fault: Fault | undefined): boolean {
  return !fault || !(fault.missing ?? fault.code.startsWith("services/http-"));
}
