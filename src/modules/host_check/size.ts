import { mibOf } from "../../model/size.ts";

/** The sum in MiB, rounded up. */
export function sumOf(parts: readonly { readonly size: string }[]): number {
  return Math.ceil(parts.reduce((sum, { size }) => sum + mibOf(size), 0));
}
