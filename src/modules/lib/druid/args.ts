import type { ArgSchema } from "../../../module/schema.ts";
import type { DruidTarget } from "../../../services/druid/model.ts";
import type { Login } from "../../../services/http/login.ts";
import { LOGIN_ARGS, loginOf } from "../login-args.ts";

/** Druid's address and the login, as arguments. */
export const DRUID_ARGS = {
  url: {
    type: "string",
    format: "base-url",
    description: "Druid's router, as seen from the host: http://127.0.0.1:8888.",
  },
  ...LOGIN_ARGS,
} as const satisfies Readonly<Record<string, ArgSchema>>;

export function druidTarget({ url, user, password }: Login & { readonly url: string }): DruidTarget {
  return { url, login: loginOf({ user, password }) };
}
