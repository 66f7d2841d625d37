import type { Loading } from "../loading.ts";
import type { Placement } from "../project.ts";
import { toTree } from "../tree.ts";
import { asNumber, booleanOf, child, textOf, type Node } from "../yaml/node.ts";

/** Where the tasks of a play, a role, a block or a task itself run, as far as it says so. */
export function placementOf(node: Node | undefined, loading: Loading): Placement {
  const delegateTo = child(node, "delegate_to");
  const throttle = child(node, "throttle");
  const tree = delegateTo && toTree(delegateTo, loading);
  // An empty name and an invalid template are reported as such.
  const name = textOf(delegateTo);
  if (delegateTo && name) loading.delegates.push({ name, origin: delegateTo.origin });
  return {
    delegateTo: tree,
    delegateFacts: booleanOf(child(node, "delegate_facts")),
    runOnce: booleanOf(child(node, "run_once")),
    throttle: throttle && toTree(asNumber(throttle), loading),
  };
}

/** Of what says nothing. */
export const NOT_PLACED: Placement = {
  delegateTo: undefined,
  delegateFacts: undefined,
  runOnce: undefined,
  throttle: undefined,
};

/** What the inner one says goes first. */
export function placedIn(outer: Placement, inner: Placement): Placement {
  return {
    delegateTo: inner.delegateTo ?? outer.delegateTo,
    delegateFacts: inner.delegateFacts ?? outer.delegateFacts,
    runOnce: inner.runOnce ?? outer.runOnce,
    throttle: inner.throttle ?? outer.throttle,
  };
}
