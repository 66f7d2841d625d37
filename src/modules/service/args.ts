import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";

export const SERVICE_ARGS = {
  required: ["name"],
  properties: {
    name: {
      type: "string",
      description: "The unit; without a suffix it is a service.",
      pattern: "^[A-Za-z0-9_:\\\\][A-Za-z0-9:_.\\\\@-]*$",
    },
    state: {
      type: "string",
      description: "What it is to do now.",
      enum: ["started", "stopped", "restarted", "reloaded"],
    },
    enabled: { type: "boolean", description: "Whether it starts when the target does." },
    daemon_reload: { type: "boolean", description: "Let systemd read changed unit files first.", default: false },
  },
} as const satisfies ArgsSchema;

export type UnitArgs = ArgsOf<typeof SERVICE_ARGS>;
