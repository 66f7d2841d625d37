import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { accountArg } from "../../lib/accounts/entries.ts";

export const GROUP_ARGS = {
  required: ["name"],
  shorthand: "name",
  properties: {
    name: accountArg("The group."),
    state: { type: "string", description: "Whether it exists.", enum: ["present", "absent"], default: "present" },
    gid: { type: "integer", description: "Its number. Without it, the system chooses one.", minimum: 0 },
    system: {
      type: "boolean",
      description: "A new group gets a number from the range of system groups.",
      default: false,
    },
    non_unique: { type: "boolean", description: "Another group may have the same `gid`.", default: false },
    force: { type: "boolean", description: "Remove it even if it is the primary group of a user.", default: false },
  },
} as const satisfies ArgsSchema;

export type GroupArgs = ArgsOf<typeof GROUP_ARGS>;
