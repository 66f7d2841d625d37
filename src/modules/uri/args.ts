import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { LOGIN_ARGS } from "../lib/login-args.ts";

export const URI_ARGS = {
  properties: {
    url: {
      type: "string",
      pattern: "^https?://",
      description: "The address, as seen from the host: http://127.0.0.1:8081/overview is the host's own port 8081.",
    },
    method: {
      type: "string",
      enum: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      default: "GET",
      description: "GET and HEAD only read, so they are sent in check mode too; any other method is an action.",
    },
    headers: {
      type: "object",
      additionalProperties: { type: ["string", "integer", "number", "boolean"], description: "The header's value." },
      description: "Headers to send, by name.",
    },
    ...LOGIN_ARGS,
    body: { type: "string", description: "The text to send." },
    json: {
      type: "any",
      description: "The value to send as JSON, with content-type application/json unless `headers` says another.",
    },
    status: {
      type: "array",
      items: { type: "integer", minimum: 100, maximum: 599, description: "A status." },
      minItems: 1,
      description: "Every status that is all right; [200] where it is left out. Redirections are not followed.",
    },
    return_content: { type: "boolean", default: false, description: "Whether the result holds the body as text." },
    timeout: {
      type: "number",
      minimum: 0.1,
      default: 30,
      description: "Seconds until the whole answer has to be there.",
    },
    validate_certs: { type: "boolean", default: true, description: "Whether an https server must prove who it is." },
  },
  required: ["url"],
  shorthand: "url",
} as const satisfies ArgsSchema;

export type UriArgs = ArgsOf<typeof URI_ARGS>;
