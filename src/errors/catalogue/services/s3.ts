import { type Catalogue, entry, faultsOf } from "../../define.ts";

export const s3Errors = {
  "services/s3-refused": entry<{ what: string; reason: string; denied: boolean }>(
    ({ what, reason }) => `S3 refused to ${what}: ${reason}`,
    ({ denied }) =>
      denied
        ? "Check the keys and the region; a bucket of that name may also belong to someone else."
        : "The endpoint's log has the whole reason.",
  ),
  "services/s3-keys": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The object store at ${url} does not take these keys, expected its own: ${reason}`,
    () => "Nothing was changed. Give the keys that it was set up with, and its region.",
  ),
} as const satisfies Catalogue;

export const s3Fault = faultsOf(s3Errors);
