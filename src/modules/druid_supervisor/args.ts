import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { DRUID_ARGS } from "../lib/druid/args.ts";
import { specOf } from "./spec.ts";

export const SUPERVISOR_ARGS = {
  properties: {
    ...DRUID_ARGS,
    spec: {
      type: "any",
      description: "The supervisor's spec; optional only with `suspended` and `terminated`.",
    },
    id: {
      type: "string",
      minLength: 1,
      format: "path-part",
      description: "The supervisor's id; default: the spec's datasource.",
    },
    state: {
      type: "string",
      enum: ["running", "suspended", "terminated"],
      default: "running",
      description: "`suspended` keeps its offsets; `terminated` ends it but keeps the ingested data.",
    },
    wait: {
      type: "boolean",
      default: true,
      description:
        "Whether to wait until a running supervisor reads; `false` continues as soon as Druid has accepted it.",
    },
    timeout: {
      type: "integer",
      minimum: 0,
      default: 180,
      description: "Seconds to wait for the desired state; for `running`, until a healthy task reads.",
    },
  },
  required: ["url"],
} as const satisfies ArgsSchema;

export type SupervisorArgs = ArgsOf<typeof SUPERVISOR_ARGS>;

export interface DesiredSupervisor {
  readonly id: string;
  readonly spec: ValueMap | undefined;
}

export function desiredOf({ spec, id, state }: SupervisorArgs): Outcome<DesiredSupervisor> {
  if (spec !== undefined && spec !== null) return specOf(spec, id);
  const problem = state === "running" ? "a running supervisor requires one" : "neither `spec` nor `id` is set";
  if (state === "running" || id === undefined) return bad(druidFault("services/druid-spec", { problem }));
  return good({ id, spec: undefined });
}
