/** A number and its unit: a power of 1024. */
export const SIZE_PATTERN = "^[0-9]+(\\.[0-9]+)?[kKmMgGtT]([iI]?[bB])?$";

const KIB: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 ** 2, t: 1024 ** 3 };

/** A size as `SIZE_PATTERN` accepts it, in MiB. */
function mibOf(size: string): number {
  const unit = /[kmgt]/i.exec(size)?.[0].toLowerCase() ?? "m";
  return (Number.parseFloat(size) * (KIB[unit] ?? 1024)) / 1024;
}

/** All of it, in whole MiB; the sum is rounded up. */
export function sumOf(parts: readonly { readonly size: string }[]): number {
  return Math.ceil(parts.reduce((sum, { size }) => sum + mibOf(size), 0));
}
