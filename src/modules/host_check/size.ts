/** A number and a unit, which is a power of 1024. */
export const SIZE_PATTERN = "^[0-9]+(\\.[0-9]+)?[kKmMgGtT]([iI]?[bB])?$";

const KIB: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 ** 2, t: 1024 ** 3 };

/** Converts a size in the form of `SIZE_PATTERN` to MiB. */
function mibOf(size: string): number {
  const unit = /[kmgt]/i.exec(size)?.[0].toLowerCase() ?? "m";
  return (Number.parseFloat(size) * (KIB[unit] ?? 1024)) / 1024;
}

/** The sum in MiB, rounded up. */
export function sumOf(parts: readonly { readonly size: string }[]): number {
  return Math.ceil(parts.reduce((sum, { size }) => sum + mibOf(size), 0));
}
