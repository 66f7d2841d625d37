/** A number and a unit, which is a power of 1024: `700m`, `1.5g`, `20MiB`. */
export const SIZE_PATTERN = "^[0-9]+(\\.[0-9]+)?[kKmMgGtT]([iI]?[bB])?$";
/** The pattern in words. */
export const SIZE_RULE = "a number and a unit, such as 700m or 2g";

const KIB: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 ** 2, t: 1024 ** 3 };

/** Converts a size in the form of `SIZE_PATTERN` to MiB. */
export function mibOf(size: string): number {
  const unit = /[kmgt]/i.exec(size)?.[0].toLowerCase() ?? "m";
  return (Number.parseFloat(size) * (KIB[unit] ?? 1024)) / 1024;
}
