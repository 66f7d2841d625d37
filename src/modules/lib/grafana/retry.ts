import type { Fault } from "../../../errors/fault.ts";

/** Whether trying again is pointless: all is well, or waiting cannot fix the fault (such as a rejected login). */
export function isSettled(fault: Fault | undefined): boolean {
  return !fault || !(fault.missing ?? fault.code.startsWith("services/http-"));
}
