/** Instants at which a run has broken a promise once. The matrix always tries them, and the sample those that take no minute. */
export const KEPT: readonly { readonly fault: string; readonly seed: number }[] = [
  // A sudo that had stopped itself was left behind.
  { fault: "session-stopped-long", seed: 1 },
  // The connection was lost during a request, and the task was reported as failed.
  { fault: "session-stopped-long", seed: 2 },
];
