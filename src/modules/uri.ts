import { httpFault } from "../errors/catalogue/services/http.ts";
import { bad, type Fault, good, type Outcome } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import { Unknown } from "../model/unknown.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import { jsonText } from "../services/http/json-text.ts";
import { loginHeader } from "../services/http/login.ts";
import { type Reply, replyResult } from "../services/http/reply.ts";
import {
  type HttpReader,
  type HttpRequest,
  httpService,
  type HttpTarget,
  type HttpWriter,
} from "../services/http/http.ts";
import { parseUrl, shownUrl } from "../services/http/url.ts";
import { LOGIN_ARGS, loginOf } from "./lib/login-args.ts";

const schema = {
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

type Args = ArgsOf<typeof schema>;
/** The answer to a method that reads; nothing where the request is still to be sent. */
type State = Reply | undefined;

export const uri = serviceModule<typeof schema, State, HttpTarget, HttpReader, HttpWriter>({
  name: "uri",
  summary: "Sends a request over HTTP from the host's point of view and checks the status of the answer.",
  notes: [
    "The request travels through the connection to the host, so the service's port need not be open to the controller.",
    "A GET or HEAD that gets a wrong status fails, and so does one that nothing answers; with `until` it is tried again.",
    "At most 1 MiB of the body is kept; `truncated` says so, and `json` is null then.",
  ],
  args: schema,
  returns: {
    status: "The status.",
    headers: "The answer's headers by lower-case name.",
    content: "The body as text, with `return_content: true`.",
    json: "The body's value where the answer is JSON, else null.",
    truncated: "Whether the body was longer than is kept.",
    elapsed_ms: "Milliseconds from the request to the end of the answer.",
  },
  examples: [
    { title: "See that a service is healthy", args: { url: "http://127.0.0.1:8888/status/health" } },
    {
      title: "Send JSON; 409 says that it is there already",
      args: {
        url: "http://127.0.0.1:3000/api/folders",
        method: "POST",
        json: { uid: "sensors", title: "Sensors" },
        status: [200, 409],
      },
    },
  ],
  service: httpService,
  target: () => ({}),
  probe: async (args, reader) => {
    const fault = misuse(args);
    if (fault) return bad(fault);
    if (args.method === "GET") return reader.get(requestOf(args));
    return args.method === "HEAD" ? reader.head(requestOf(args)) : good(undefined);
  },
  decide,
  apply: async (args, _changes, writer) => {
    const reply = await writer.request({ ...requestOf(args), method: args.method, ...bodyOf(args) });
    return reply.ok ? accepted(args, reply.value) : reply;
  },
});

function decide(args: Args, state: State): Decision {
  const fault = misuse(args);
  if (fault) return { changes: [], result: {}, fault };
  if (state) {
    const wrong = statusFault(args, state);
    return { changes: [], result: replyResult(state, args.return_content), ...(wrong && { fault: wrong }) };
  }
  const name = requestName(args);
  const unknown = new Unknown(`${name} has not been sent`);
  const change: Change = { resource: { kind: "request", name }, summary: `send ${name}`, before: null, after: unknown };
  return {
    changes: [change],
    result: unknownResult(args, unknown),
    unpredictable: `what ${name} does is known only once sent`,
  };
}

function accepted(args: Args, reply: Reply): Outcome<ValueMap> {
  const wrong = statusFault(args, reply);
  return wrong ? bad(wrong) : good(replyResult(reply, args.return_content));
}

/** Arguments that each are right, but not together. */
function misuse({ url, method, body, json }: Args): Fault | undefined {
  const parsed = parseUrl(url);
  if (!parsed.ok) return parsed.faults[0];
  if (body !== undefined && json !== undefined) return bodyFault("both `body` and `json` are given");
  if ((method === "GET" || method === "HEAD") && (body ?? json) !== undefined) return bodyFault(`${method} takes none`);
  return undefined;
}

function bodyFault(problem: string): Fault {
  return httpFault("services/http-body", { problem });
}

function statusFault({ url, method, status = [200] }: Args, reply: Reply): Fault | undefined {
  if (status.includes(reply.status)) return undefined;
  return httpFault(
    "services/http-status",
    { method, url: shown(url), status: reply.status, expected: status },
    { details: excerpt(reply.content) },
  );
}

function excerpt(content: string): readonly string[] {
  return content === "" ? [] : content.slice(0, 2000).trimEnd().split(/\r?\n/).slice(0, 20);
}

function requestOf({ url, headers, user, password, timeout, validate_certs, json }: Args): HttpRequest {
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const type = json === undefined ? {} : { "content-type": "application/json" };
  const login = loginHeader(loginOf({ user, password }));
  return { url, headers: { ...type, ...login, ...Object.fromEntries(given) }, timeout, validateCerts: validate_certs };
}

function bodyOf({ body, json }: Args): { readonly body?: string } {
  if (json !== undefined) return { body: jsonText(json) };
  return body === undefined ? {} : { body };
}

function unknownResult({ return_content }: Args, unknown: Unknown): ValueMap {
  const names = ["status", "headers", "json", "truncated", "elapsed_ms", ...(return_content ? ["content"] : [])];
  return Object.fromEntries(names.map((name) => [name, unknown]));
}

function requestName({ method, url }: Args): string {
  return `${method} ${shown(url)}`;
}

function shown(url: string): string {
  const parsed = parseUrl(url);
  return parsed.ok ? shownUrl(parsed.value) : url;
}
