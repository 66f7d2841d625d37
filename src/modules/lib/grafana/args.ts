import type { ArgSchema } from "../../../module/schema.ts";
import type { GrafanaTarget } from "../../../services/grafana/model.ts";

/** The arguments of every module for Grafana. */
export const GRAFANA_ARGS = {
  url: {
    type: "string",
    format: "base-url",
    description: "Grafana's address, as seen from the host: http://127.0.0.1:3000.",
  },
  user: {
    type: "string",
    minLength: 1,
    format: "account",
    default: "admin",
    description: "The account: an administrator.",
  },
  password: { type: "string", minLength: 1, description: "Its password: a secret." },
  timeout: {
    type: "number",
    minimum: 0.1,
    maximum: 86_400,
    default: 60,
    description: "The time limit for each answer, in seconds.",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;

export function grafanaTarget({ url, user, password, timeout }: GrafanaTarget): GrafanaTarget {
  return { url, user, password, timeout };
}
