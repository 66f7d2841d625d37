import { entry, faultsOf, near, type Catalogue } from "../define.ts";

/** What can be wrong with variables, once it is known which role runs on which host. */
export const planErrors = {
  "plan/wrong-variable": entry<{ what: string; expected: string; found: string; hint: string }>(
    ({ what, expected, found }) => `The variable \`${what}\` must be ${expected}, but is ${found}.`,
    ({ hint }) => hint,
  ),
  "plan/missing-variable": entry<{ name: string; role: string; host: string; expected: string }>(
    ({ name, role, host }) => `The role ${role} requires the variable \`${name}\`, which ${host} does not have.`,
    ({ expected }) => `Set it for the host or one of its groups, for the play, or with -e: it must be ${expected}.`,
  ),
  "plan/unread-variable": entry<{ name: string; near: string | undefined; isExtra: boolean }>(
    ({ name, isExtra }) => `Nothing reads the variable \`${name}\`${isExtra ? ", which -e sets" : ""}.`,
    ({ near: name }) => near(name, "Correct its name, or remove it."),
  ),
} as const satisfies Catalogue;

export const planFault = faultsOf(planErrors);
