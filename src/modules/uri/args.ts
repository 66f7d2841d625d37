import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { HEADERS_ARG, LOGIN_ARGS } from "../lib/login-args.ts";

export const URI_ARGS = {
  properties: {
    url: {
      type: "string",
      format: "url",
      description: "The URL, as seen from the host: http://127.0.0.1:8081/overview is the host's own port 8081.",
    },
    method: {
      type: "string",
      enum: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      default: "GET",
      description: "GET and HEAD only read, so they are sent in check mode too; any other method is an action.",
    },
    headers: HEADERS_ARG,
    ...LOGIN_ARGS,
    body: { type: "string", description: "The body, as a string." },
    json: {
      type: "any",
      description:
        "The body, as a value to send as JSON; the content-type is application/json unless `headers` sets another.",
    },
    status: {
      type: "array",
      items: { type: "integer", minimum: 100, maximum: 599, description: "A status." },
      minItems: 1,
      description: "The accepted statuses; default: [200]. A redirection whose status is among them is not followed.",
    },
    follow_redirects: {
      type: "string",
      enum: ["none", "safe", "all"],
      default: "none",
      description:
        "Which redirections are followed, at most ten in a row: `safe` those of GET and HEAD, `all` those of every method. Another server gets no login and no cookie; none leads from https to http.",
    },
    return_content: { type: "boolean", default: false, description: "Whether to return the body as text." },
    timeout: {
      type: "number",
      minimum: 0.1,
      maximum: 86_400,
      default: 30,
      description: "The time limit for the whole answer, in seconds.",
    },
    validate_certs: {
      type: "boolean",
      default: true,
      description: "Whether to verify the certificate of an https server.",
    },
    proxy: {
      type: "string",
      description:
        "The URL of a proxy that the host uses for this request, such as http://proxy.example.org:3128; empty for none.",
      pattern: "^(http://[^\\s]+)?$",
      rule: "a URL that begins with http://, or empty",
    },
  },
  required: ["url"],
  shorthand: "url",
} as const satisfies ArgsSchema;

export type UriArgs = ArgsOf<typeof URI_ARGS>;
