/** The options of tar that are understood, each item by itself. */
export const OPTION_PATTERN = "^(?:--strip(?:-components)?(?:=\\d{1,3})?|\\d{1,3}|--no-same-owner)$";

interface Options {
  readonly extra_opts?: readonly string[] | undefined;
}

/** How many components the names of members lose. */
export function stripped({ extra_opts = [] }: Options): number {
  const at = extra_opts.findIndex((option) => option.startsWith("--strip"));
  const option = extra_opts[at] ?? "=0";
  return Number(option.includes("=") ? option.split("=")[1] : (extra_opts[at + 1] ?? 0));
}

/** Whether root gives the members to itself, and not to the owners that the archive names. */
export function keepsOwner({ extra_opts = [] }: Options): boolean {
  return extra_opts.includes("--no-same-owner");
}

/** A number that belongs to no option, or the other way round. */
export function misused({ extra_opts = [] }: Options): boolean {
  return extra_opts.some((option, index) => {
    const before = /^--strip(-components)?$/.test(extra_opts[index - 1] ?? "");
    const isOpen = /^--strip(-components)?$/.test(option) && !/^\d+$/.test(extra_opts[index + 1] ?? "");
    return isOpen || (/^\d+$/.test(option) && !before);
  });
}
