import type { BatchSize } from "./project.ts";
import { type Node } from "./yaml/node.ts";

/** The sizes of a play's batches; without those that are wrong, which the schema reports. */
export function batchSizes(node: Node | undefined): BatchSize[] {
  if (node?.kind === "list") return node.items.flatMap(batchSizes);
  const size = node?.kind === "scalar" ? node.value : undefined;
  if (typeof size === "number") return Number.isInteger(size) && size > 0 ? [{ hosts: size }] : [];
  const [, percent] = (typeof size === "string" && /^(\d{1,3})%$/.exec(size)) || [];
  return Number(percent) > 0 ? [{ percent: Number(percent) }] : [];
}
