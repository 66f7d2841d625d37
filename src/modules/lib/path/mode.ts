import type { ArgSchema } from "../../../module/schema.ts";

const OCTAL = "0?[0-7]{3,4}";
const CLAUSE = "[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+";

/** Permissions that must not depend on those that a file has. */
export const OCTAL_MODE_ARG = {
  type: "string",
  description: 'Permissions in octal, quoted: "0644".',
  pattern: `^${OCTAL}$`,
  rule: "three or four octal digits",
  hint: 'Write octal digits in quotes, such as "0644".',
} as const satisfies ArgSchema;

export const MODE_ARG = {
  type: "string",
  description: 'Permissions in octal, quoted ("0644"), or symbolic (u=rwX,g-w): changes to those that it has.',
  pattern: `^(?:${OCTAL}|${CLAUSE}(?:,${CLAUSE})*)$`,
  rule: "three or four octal digits, or symbolic such as u=rwX,g-w",
  hint: 'Write octal digits in quotes, such as "0644", or changes, such as u=rwX,g-w.',
} as const satisfies ArgSchema;

const isOctal = (mode: string) => /^[0-7]+$/.test(mode);

/** The permissions that `mode` makes of old ones; undefined if it depends on them and they are not known. */
export function modeFrom(mode: string, old: number | undefined, isFolder: boolean): number | undefined {
  if (isOctal(mode)) return Number.parseInt(mode, 8);
  if (old === undefined) return undefined;
  return mode.split(",").reduce((bits, clause) => changed(bits, clause, isFolder), old);
}

/** Whose permissions a letter means: where they are, and the special bit that belongs to them. */
const WHO = {
  u: { shift: 6, special: 0o4000, letter: "s" },
  g: { shift: 3, special: 0o2000, letter: "s" },
  o: { shift: 0, special: 0o1000, letter: "t" },
} as const;
type Who = keyof typeof WHO;

/** Without `u`, `g`, `o` or `a`, the bits of the usual umask are left out. */
const UMASK = 0o022;

function changed(old: number, clause: string, isFolder: boolean): number {
  const [letters = ""] = /^[ugoa]*/.exec(clause) ?? [];
  const chosen = (["u", "g", "o"] as const).filter(
    (who) => letters === "" || letters.includes("a") || letters.includes(who),
  );
  const allowed = letters === "" ? ~UMASK : ~0;
  const actions = [...clause.matchAll(/([-+=])([rwxXstugo]*)/g)];
  return actions.reduce((bits, [, operator, permissions = ""]) => {
    const parts = chosen.map((who) => bitsOf(who, permissions, bits, isFolder));
    const named = parts.reduce((sum, part) => sum | part, 0) & allowed;
    const whole = chosen.reduce((sum, who) => sum | (7 << WHO[who].shift) | WHO[who].special, 0);
    if (operator === "+") return bits | named;
    return operator === "-" ? bits & ~named : (bits & ~whole) | named;
  }, old);
}

/** The bits that letters mean for an owner, a group or others. `X` is `x` for folders and what somebody may execute. */
function bitsOf(who: Who, permissions: string, old: number, isFolder: boolean): number {
  const { shift, special, letter } = WHO[who];
  const values: Readonly<Record<string, number>> = {
    r: 4 << shift,
    w: 2 << shift,
    x: 1 << shift,
    X: isFolder || (old & 0o111) !== 0 ? 1 << shift : 0,
    [letter]: special,
    u: ((old >> 6) & 7) << shift,
    g: ((old >> 3) & 7) << shift,
    o: (old & 7) << shift,
  };
  return Array.from(permissions).reduce((bits, one) => bits | (values[one] ?? 0), 0);
}
