import { type Catalogue, entry, faultsOf } from "../../define.ts";

/** What can go wrong with an S3 endpoint. */
export const s3Errors = {
  "services/s3-refused": entry<{ what: string; reason: string; denied: boolean }>(
    ({ what, reason }) => `S3 refused to ${what}: ${reason}.`,
    ({ denied }) =>
      denied
        ? "Check the keys and the region. A bucket of that name may also belong to another account."
        : "The endpoint's log has the full reason.",
  ),
  "services/s3-keys": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The object store at ${url} rejects these keys: ${reason}.`,
    () => "Nothing was changed. Set the keys and the region that the store was set up with.",
  ),
} as const satisfies Catalogue;

export const s3Fault = faultsOf(s3Errors);
