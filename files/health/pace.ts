const SOON_MS = 3_000;
const WARM_UP_MS = 300_000;
const SHORTEST_MS = 1_000;

/** Times in milliseconds since the epoch. */
export interface Round {
  /** When the program started. */
  readonly first: number;
  readonly began: number;
  readonly ended: number;
}

/**
 * Milliseconds until the next round. In the first five minutes rounds follow each other sooner: on a new site topic, job and supervisors
 * appear after this program, and its dashboards have rows soon after them.
 */
export function waitAfter({ first, began, ended }: Round, intervalMs: number): number {
  const interval = began - first < WARM_UP_MS ? Math.min(SOON_MS, intervalMs) : intervalMs;
  return Math.max(SHORTEST_MS, began + interval - ended);
}
