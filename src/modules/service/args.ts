import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";

export const SERVICE_ARGS = {
  required: ["name"],
  properties: {
    name: {
      type: "string",
      description: "The unit's name; `.service` is added if it has no suffix.",
      pattern: "^[A-Za-z0-9_:\\\\][A-Za-z0-9:_.\\\\@-]*$",
      rule: "the name of a systemd unit",
    },
    state: {
      type: "string",
      description: "The desired state of the unit now.",
      enum: ["started", "stopped", "restarted", "reloaded"],
    },
    enabled: { type: "boolean", description: "Whether it starts when the target boots." },
    daemon_reload: { type: "boolean", description: "First make systemd reload changed unit files.", default: false },
  },
} as const satisfies ArgsSchema;

export type UnitArgs = ArgsOf<typeof SERVICE_ARGS>;
