import type { LoginOptions } from "../connecting/connection-of.ts";
import type { ExtraVars } from "../extra-vars.ts";

/** `provision images lock [PLAYBOOK]`: writes the digests of the images that a playbook's hosts run into the lock file. */
export interface ImagesRequest extends LoginOptions {
  readonly playbook: string;
  readonly inventories: readonly string[];
  /** With it, the file keeps the images of other hosts. */
  readonly limit: string | undefined;
  readonly extraVars: readonly ExtraVars[];
  /** Only compare. */
  readonly check: boolean;
  readonly allowUnsafeProject: boolean;
}
