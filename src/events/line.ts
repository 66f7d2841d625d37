import type { Fault } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import type { Origin } from "../model/origin.ts";
import type { ErrorEvent, Event, HostUnreachable, TaskResult } from "./event.ts";

/** A fault in the output of `--json`. */
export interface ErrorLine {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly origin?: Origin;
  readonly details?: readonly string[];
}

export interface TaskResultLine extends Omit<TaskResult, "changes" | "fault"> {
  readonly diff: readonly Change[];
  readonly error?: ErrorLine;
}

export interface HostUnreachableLine extends Omit<HostUnreachable, "fault"> {
  readonly error: ErrorLine;
}

export interface ErrorEventLine extends Omit<ErrorEvent, "fault">, ErrorLine {}

type UnchangedEvent = Exclude<Event, TaskResult | HostUnreachable | ErrorEvent>;

/** One line of `--json`: an event with its public field names. */
export type Line = UnchangedEvent | TaskResultLine | HostUnreachableLine | ErrorEventLine;

export function toLine(event: Event): Line {
  if (event.event === "task_result") return taskResult(event);
  if (event.event === "host_unreachable") return { event: event.event, host: event.host, error: error(event.fault) };
  if (event.event === "error") {
    const { frame, write } = event;
    return { event: event.event, ...error(event.fault), ...(frame && { frame }), ...(write && { write }) };
  }
  return event;
}

/** The fields are in the order in which a person reads them. */
function taskResult(event: TaskResult): TaskResultLine {
  const {
    event: name,
    play,
    role,
    task,
    module,
    host,
    stage,
    status,
    item,
    ignored,
    rescued,
    reason,
    fault,
    left_from,
    delegate,
  } = event;
  const { duration_ms, result, changes, origin } = event;
  return {
    ...{ event: name, play, role, task, module, host },
    ...(delegate !== undefined && { delegate }),
    stage,
    ...(item !== undefined && { item }),
    ...(left_from !== undefined && { left_from }),
    status,
    ...(ignored && { ignored }),
    ...(rescued && { rescued }),
    ...(reason !== undefined && { reason }),
    ...(fault && { error: error(fault) }),
    ...{ duration_ms, result, diff: changes, origin },
  };
}

function error({ code, message, hint, origin, details }: Fault): ErrorLine {
  return { code, message, hint, ...(origin && { origin }), ...(details && { details }) };
}
