import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import { type Decision, serviceModule } from "../../module/contract.ts";
import { type HttpReader, type HttpTarget, type HttpWriter, httpService } from "../../services/http/http.ts";
import { type Reply, replyResult } from "../../services/http/reply.ts";
import { type UriArgs, URI_ARGS } from "./args.ts";
import { statusFault, unknownResult } from "./reply.ts";
import { bodyOf, misuse, requestName, requestOf } from "./request.ts";

export const uri = serviceModule<typeof URI_ARGS, State, HttpTarget, HttpReader, HttpWriter>({
  name: "uri",
  summary: "Sends a request over HTTP from the host's point of view and checks the status of the answer.",
  notes: [
    "The request travels through the connection to the host, so the service's port need not be open to the controller.",
    "A GET or HEAD that gets a wrong status fails, and so does one that nothing answers; with `until` it is tried again.",
    "At most 1 MiB of the body is kept; `truncated` says so, and `json` is null then.",
  ],
  args: URI_ARGS,
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
  decide: decideRequest,
  apply: async (args, _changes, writer) => {
    const reply = await writer.request({ ...requestOf(args), method: args.method, ...bodyOf(args) });
    return reply.ok ? accepted(args, reply.value) : reply;
  },
});

/** The answer to a method that reads; nothing where the request is still to be sent. */
type State = Reply | undefined;

function decideRequest(args: UriArgs, state: State): Decision {
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

function accepted(args: UriArgs, reply: Reply): Outcome<ValueMap> {
  const wrong = statusFault(args, reply);
  return wrong ? bad(wrong) : good(replyResult(reply, args.return_content));
}
