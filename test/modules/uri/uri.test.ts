import { expect } from "chai";
import { bad, good } from "../../../src/errors/fault.ts";
import { httpFault } from "../../../src/errors/catalogue/services/http.ts";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { findUnknown } from "../../../src/model/value.ts";
import type { Decision } from "../../../src/module/contract.ts";
import { uri } from "../../../src/modules/uri/uri.ts";
import type { Reply } from "../../../src/services/http/reply.ts";
import type { SomeArgs, StateOf } from "../lib/module-types.ts";

type UriArgs = SomeArgs<typeof uri>;

const given = {
  url: "http://a:1/b",
  user: "",
  password: "",
  method: "GET",
  return_content: false,
  timeout: 30,
  validate_certs: true,
  follow_redirects: "none",
} as const;

const full = (args: UriArgs) => ({ ...given, ...args });
const reply: Reply = { status: 200, headers: { server: "x" }, content: "hello", truncated: false, elapsedMs: 3 };
const unreachable = httpFault("services/http-unreachable", { url: "http://a:1/b", reason: "refused" });

/** A client that records the requests and always returns the same answer. */
function client(answer: Reply = reply) {
  const sent: unknown[] = [];
  const respond = (method: string) => (request: object) => {
    sent.push({ method, ...request });
    return Promise.resolve(good(answer));
  };
  return {
    sent,
    reader: { get: respond("GET"), head: respond("HEAD") },
    writer: { request: respond("") },
  };
}

function decide(args: UriArgs, state: StateOf<typeof uri>): Decision {
  return uri.decide(full(args), state, { get: () => undefined, any: () => false });
}

async function apply(args: UriArgs, http = client()) {
  const { changes } = decide(args, undefined);
  if (!isNonEmpty(changes)) throw new Error("nothing to apply");
  return uri.apply(full(args), changes, http.writer, undefined);
}

describe("modules/uri", () => {
  for (const method of ["GET", "HEAD"] as const) {
    it(`sends ${method} when it probes, and changes nothing`, async () => {
      const http = client();
      const state = await uri.probe(full({ method, headers: { "X-N": 1 } }), http.reader);
      expect(state).to.deep.equal(good(reply));
      const { url, timeout } = given;
      expect(http.sent).to.deep.equal([{ method, url, headers: { "x-n": "1" }, timeout, validateCerts: true }]);
      expect(decide({ method }, reply)).to.deep.equal({
        changes: [],
        result: { status: 200, headers: { server: "x" }, json: null, problem: null, truncated: false, elapsed_ms: 3 },
        warnings: [],
      });
    });
  }

  it("fails for a status that is not accepted, and keeps the answer", () => {
    const { fault, result } = decide({ return_content: true }, { ...reply, status: 503 });
    expect(fault?.code).to.equal("services/http-status");
    expect(fault?.message).to.equal("GET http://a:1/b answered 503, expected 200.");
    expect(fault?.details).to.deep.equal(["hello"]);
    expect(result).to.include({ status: 503, content: "hello" });
  });

  it("accepts every listed status", () => {
    expect(decide({ status: [200, 503] }, { ...reply, status: 503 })).not.to.have.property("fault");
    expect(decide({ status: [204] }, reply).fault?.message).to.contain("answered 200, expected 204");
  });

  it("shows where a redirection leads", () => {
    const { fault } = decide({}, { ...reply, status: 302, headers: { location: "https://a/b" }, content: "moved" });
    expect(fault?.details).to.deep.equal(["Location: https://a/b", "moved"]);
    expect(fault?.hint).to.contain("set `follow_redirects`");
  });

  it("warns about a body that is not what the task uses", () => {
    const odd = { ...reply, problem: "is not valid UTF-8: faulty bytes were replaced by U+FFFD" };
    const warning = "The answer from http://a:1/b is not valid UTF-8: faulty bytes were replaced by U+FFFD.";
    expect(decide({}, odd).warnings).to.deep.equal([]);
    expect(decide({ return_content: true }, odd).warnings).to.deep.equal([warning]);
    expect(decide({}, { ...odd, headers: { "content-type": "application/json" } }).warnings).to.deep.equal([warning]);
    expect(decide({}, odd).result).to.have.property(
      "problem",
      "The body is not valid UTF-8: faulty bytes were replaced by U+FFFD.",
    );
  });

  it("sends integers of any size exactly", async () => {
    const http = client();
    await apply({ method: "POST", json: { id: 9007199254740993n } }, http);
    expect(http.sent[0]).to.deep.include({ body: '{"id":9007199254740993}' });
  });

  it("reports an unreachable server", async () => {
    const reader = { ...client().reader, get: () => Promise.resolve(bad(unreachable)) };
    expect(await uri.probe(full({}), reader)).to.deep.equal(bad(unreachable));
  });

  it("sends other methods only when it applies, and predicts nothing", async () => {
    const http = client();
    const args = { method: "POST", url: "http://u:p@a:1/b" } as const;
    expect(await uri.probe(full(args), http.reader)).to.deep.equal(good(undefined));
    expect(http.sent).to.deep.equal([]);
    const { changes, result, unpredictable } = decide(args, undefined);
    expect(changes.map(({ resource }) => resource)).to.deep.equal([{ kind: "request", name: "POST http://a:1/b" }]);
    expect(unpredictable).to.be.a("string");
    expect(findUnknown(result)).not.to.equal(undefined);
  });

  it("sends a string", async () => {
    const http = client();
    const outcome = await apply({ method: "PUT", body: "text", return_content: true }, http);
    expect(outcome.ok && outcome.value).to.include({ status: 200, content: "hello" });
    expect(http.sent[0]).to.deep.include({ method: "PUT", body: "text", headers: {} });
  });

  it("sends a value as JSON with that content type, unless `headers` sets another", async () => {
    const http = client();
    await apply({ method: "POST", json: { n: 1 } }, http);
    await apply({ method: "POST", json: false, headers: { "Content-Type": "application/x+json" } }, http);
    expect(http.sent[0]).to.deep.include({ body: '{"n":1}', headers: { "content-type": "application/json" } });
    expect(http.sent[1]).to.deep.include({ body: "false", headers: { "content-type": "application/x+json" } });
  });

  it("logs in if an account is given, with every method", async () => {
    const http = client();
    const login = { user: "admin", password: "p w" };
    await uri.probe(full(login), http.reader);
    await apply({ ...login, method: "POST", json: 1 }, http);
    const authorization = `Basic ${Buffer.from("admin:p w").toString("base64")}`;
    expect(http.sent[0]).to.deep.include({ headers: { authorization } });
    expect(http.sent[1]).to.deep.include({ headers: { authorization, "content-type": "application/json" } });
  });

  it("fails for a wrong status when it applies, and keeps the answer", async () => {
    const outcome = await apply({ method: "POST" }, client({ ...reply, status: 400 }));
    expect(outcome.ok ? "" : outcome.faults[0].message).to.contain("POST http://a:1/b answered 400");
    expect(outcome.ok ? {} : outcome.faults[0].result).to.include({ status: 400 });
  });

  const invalid: [string, UriArgs, string][] = [
    ["a body with GET", { body: "x" }, "services/http-body"],
    ["two bodies", { method: "POST", body: "x", json: 1 }, "services/http-body"],
    ["an invalid URL", { url: "http://" }, "services/http-url"],
    ["a header that is set twice", { headers: { "X-A": "1", "x-a": "2" } }, "modules/argument"],
    ["a number that JSON cannot hold", { method: "POST", json: { rows: [1, Infinity] } }, "modules/argument"],
    ["a password without a user", { password: "x" }, "modules/argument"],
  ];
  for (const [title, args, code] of invalid) {
    it(`rejects ${title} before anything is sent`, async () => {
      const http = client();
      const state = await uri.probe(full(args), http.reader);
      const fault = state.ok ? decide(args, state.value).fault : state.faults[0];
      expect(fault?.code).to.equal(code);
      expect(http.sent).to.deep.equal([]);
    });
  }
});
