import type { ArgSchema } from "../../module/schema.ts";
import type { Login } from "../../services/http/login.ts";

/** The arguments of a module whose service may require a login. */
export const LOGIN_ARGS = {
  user: {
    type: "string",
    format: "account",
    default: "",
    description: "The account to log in with (HTTP basic); empty: no login.",
  },
  password: { type: "string", default: "", description: "Its password: a secret." },
} as const satisfies Readonly<Record<string, ArgSchema>>;

/** Headers of a request, which may hold a login, too. */
export const HEADERS_ARG = {
  type: "object",
  names: "header-name",
  additionalProperties: {
    type: ["string", "integer", "number", "boolean"],
    format: "header-value",
    description: "The header's value.",
  },
  description: "Headers to send, by name.",
} as const satisfies ArgSchema;

/** The login, if one is given. */
export function loginOf({ user, password }: Login): Login | undefined {
  return user === "" ? undefined : { user, password };
}
