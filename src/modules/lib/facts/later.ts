import type { Resource } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Predicted } from "../../../module/contract.ts";

/** What was read of a host, or that it is unknown because an earlier task would change a resource of one of these kinds. */
export function orLater(
  found: ValueMap,
  predicted: Predicted,
  kinds: readonly Resource["kind"][],
  matches: (name: string) => boolean = () => true,
): ValueMap | Unknown {
  const names: string[] = [];
  const changed = kinds.filter((kind) =>
    predicted.any(kind, (name) => {
      if (matches(name)) names.push(name);
      return matches(name);
    }),
  );
  return changed[0] === undefined
    ? found
    : new Unknown(`an earlier task would change the ${changed[0]} ${names[0] ?? ""}`);
}
