import { good, type Outcome } from "../../../errors/fault.ts";
import { evaluate } from "../../../language/evaluate.ts";
import { OMIT } from "../../../language/omit.ts";
import type { Value } from "../../../model/value.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import { itemText } from "../label.ts";

/** What events show of an item: its `label`, else its value. */
export function labelOf({ planned, scope }: TaskOnHost, item: Value): Outcome<string> {
  const { label } = planned.task.loopControl;
  const shown = label ? evaluate(label, scope) : good(item);
  return shown.ok ? good(itemText(shown.value === OMIT ? item : shown.value)) : shown;
}
