import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Predicted } from "../../../module/contract.ts";
import type { AptArgs } from "./args.ts";
import type { PackageName } from "./names.ts";
import type { AptState } from "./state.ts";

/** The lists of the packages that the sources have. */
export const LISTS = { kind: "package", name: "the package lists" } as const;

export const LATER = new Unknown("the package lists would be fetched first, and may hold newer versions");

/** In check mode, earlier tasks may change the sources or fetch the lists. */
export function withPredictedSources(state: AptState, predicted: Predicted): AptState {
  const isSource = (path: string) => /^\/etc\/apt\/(?:sources\.list|keyrings|trusted\.gpg)/.test(path);
  if (predicted.get(LISTS) === undefined) {
    return { ...state, sourcesChanged: state.sourcesChanged || predicted.any("path", isSource) };
  }
  return { ...state, listsAge: 0, sourcesChanged: predicted.any("path", isSource, LISTS) };
}

/**
 * With `latest`, or without names, fetching outdated lists is a change in itself; otherwise they are fetched only before installing.
 * Lists without a requested package count as outdated, whatever their age: a source may have been added.
 */
export function updateNeed(
  { update_cache, cache_valid_time, state }: AptArgs,
  found: AptState,
  names: readonly PackageName[],
) {
  const incomplete = names.some(
    ({ name }) => !found.installed.has(name) && !found.candidates.has(name) && !found.provided.has(name),
  );
  const fresh = found.listsAge < cache_valid_time && !found.sourcesChanged;
  if (!update_cache || (fresh && !incomplete)) return "no";
  return names.length === 0 || state === "latest" ? "as its own change" : "before installing";
}

export function listsChange({ listsAge, sourcesChanged }: AptState): Change {
  const age = listsAge > 1_000_000_000 ? "never fetched" : `${Math.round(listsAge / 60)} minutes old`;
  const before = sourcesChanged ? `${age}, older than the sources` : age;
  return { resource: LISTS, summary: "fetch the package lists", before, after: "fetched" };
}
