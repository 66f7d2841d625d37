import { bad, good } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { type Applied, type Decision, serviceModule } from "../../module/contract.ts";
import { type HttpReader, type HttpTarget, type HttpWriter, httpService } from "../../services/http/http.ts";
import { type Reply, replyResult } from "../../services/http/reply.ts";
import { originOf } from "../../services/http/url.ts";
import { type UriArgs, URI_ARGS } from "./args.ts";
import { bodyWarnings, statusFault, unknownResult } from "./reply.ts";
import { sendFollowing } from "./redirects.ts";
import { bodyOf, argsFault, requestName, requestOf } from "./request.ts";

export const uri = serviceModule<typeof URI_ARGS, State, HttpTarget, HttpReader, HttpWriter>({
  name: "uri",
  summary: "Sends an HTTP request from the host's point of view and checks the status of the answer.",
  notes: [
    "The request travels through the connection to the host, so the service's port need not be open to the controller.",
    "No proxy is used unless `proxy` names one, whatever `http_proxy` says in the environment of provision, of the host or of the task: the services of a project are reached directly.",
    "A GET or HEAD fails if the status is not accepted or nothing answers; with `until` it is tried again.",
    "At most 1 MiB of the body is kept; of a longer body `truncated` is true and `json` is null.",
    "The body is decompressed (gzip, deflate, br) and read in the character set that its type names, else as UTF-8. In JSON, integers of any size are exact.",
  ],
  args: URI_ARGS,
  returns: {
    status: "The status.",
    headers: "The answer's headers by lower-case name.",
    content: "The body as text, with `return_content: true`.",
    json: "The parsed body if the answer is JSON, else null.",
    problem:
      "Why `json` is null though the answer is declared as JSON, or why `content` is not what was sent; else null.",
    truncated: "Whether the body was longer than 1 MiB.",
    elapsed_ms: "Milliseconds from the request to the end of the answer.",
  },
  examples: [
    { title: "Check that a service is healthy", args: { url: "http://127.0.0.1:8888/status/health" } },
    {
      title: "Send JSON, and accept 409 if the folder exists already",
      args: {
        url: "http://127.0.0.1:3000/api/folders",
        method: "POST",
        json: { uid: "sensors", title: "Sensors" },
        status: [200, 409],
      },
    },
  ],
  service: httpService,
  target: ({ url }) => ({ origin: originOf(url) }),
  probe: async (args, reader) => {
    const fault = argsFault(args);
    if (fault) return bad(fault);
    const { method } = args;
    if (method !== "GET" && method !== "HEAD") return good(undefined);
    return sendFollowing(args, { ...requestOf(args), method }, (request) =>
      method === "GET" ? reader.get(request) : reader.head(request),
    );
  },
  decide: decideRequest,
  apply: async (args, _changes, writer) => {
    const first = { ...requestOf(args), method: args.method, ...bodyOf(args) };
    const reply = await sendFollowing(args, first, (request) => writer.request(request));
    return reply.ok ? accepted(args, reply.value) : reply;
  },
});

/** The answer to a method that reads; undefined for other methods, which are sent by `apply`. */
type State = Reply | undefined;

function decideRequest(args: UriArgs, state: State): Decision {
  const fault = argsFault(args);
  if (fault) return { changes: [], result: {}, fault };
  if (state) {
    const statusProblem = statusFault(args, state);
    return {
      changes: [],
      result: replyResult(state, args.return_content),
      ...(statusProblem && { fault: statusProblem }),
      warnings: bodyWarnings(args, state),
    };
  }
  const name = requestName(args);
  const unknown = new Unknown(`${name} has not been sent`);
  const change: Change = { resource: { kind: "request", name }, summary: `send ${name}`, before: null, after: unknown };
  return {
    changes: [change],
    result: unknownResult(args, unknown),
    unpredictable: `the effect of ${name} is unknown until it is sent`,
  };
}

function accepted(args: UriArgs, reply: Reply): Applied {
  const statusProblem = statusFault(args, reply);
  const result = replyResult(reply, args.return_content);
  const outcome = statusProblem ? bad({ ...statusProblem, result }) : good(result);
  return { ...outcome, warnings: bodyWarnings(args, reply) };
}
