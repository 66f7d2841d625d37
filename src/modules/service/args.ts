import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";

export const SERVICE_ARGS = {
  required: [],
  needs: [
    { argument: "state", oneOf: ["name"] },
    { argument: "enabled", oneOf: ["name"] },
    { argument: "masked", oneOf: ["name"] },
    { argument: "daemon_reload", value: false, oneOf: ["name"] },
  ],
  properties: {
    name: {
      type: "string",
      description: "The unit's name; `.service` is added if it has no suffix. Only `daemon_reload` does without.",
      pattern: "^[A-Za-z0-9_:\\\\][A-Za-z0-9:_.\\\\@-]*$",
      rule: "the name of a systemd unit",
    },
    state: {
      type: "string",
      description: "The desired state of the unit now.",
      enum: ["started", "stopped", "restarted", "reloaded"],
    },
    enabled: { type: "boolean", description: "Whether it starts when the target boots." },
    masked: { type: "boolean", description: "Whether it is masked: nothing can start a masked unit." },
    daemon_reload: { type: "boolean", description: "First make systemd reload changed unit files.", default: false },
    scope: {
      type: "string",
      description: "Whose unit it is: the system's, or that of the user that the task acts as.",
      enum: ["system", "user"],
      default: "system",
      unsupportedValues: { global: "Use `command: systemctl --global enable UNIT` with `creates`." },
    },
  },
} as const satisfies ArgsSchema;

export type ServiceArgs = ArgsOf<typeof SERVICE_ARGS>;

/** The arguments of a task that names a unit. */
export type UnitArgs = ServiceArgs & { readonly name: string };
