/** The final states of a job. */
const ENDED = ["FINISHED", "CANCELED", "FAILED"];

export function hasEnded({ state }: { readonly state: string }): boolean {
  return ENDED.includes(state);
}
