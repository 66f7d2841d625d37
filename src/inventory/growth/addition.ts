import type { Origin } from "../../model/origin.ts";
import type { InventoryLayer } from "../layers.ts";

/** A host that a task adds, or that joins groups. */
export interface Addition {
  readonly host: string;
  /** Where the task is written. */
  readonly origin: Origin;
  readonly groups: readonly string[];
  /** Groups that these become children of. */
  readonly parents: readonly string[];
  /** Its variables and connection settings. */
  readonly layer: InventoryLayer | undefined;
}
