/** States that a job does not leave. */
const ENDED = ["FINISHED", "CANCELED", "FAILED"];

export function hasEnded({ state }: { readonly state: string }): boolean {
  return ENDED.includes(state);
}
