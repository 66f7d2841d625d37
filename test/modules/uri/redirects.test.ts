import { expect } from "chai";
import { good } from "../../../src/errors/fault.ts";
import { sendFollowing } from "../../../src/modules/uri/redirects.ts";
import { uri } from "../../../src/modules/uri/uri.ts";
import type { Reply } from "../../../src/services/http/reply.ts";
import type { HttpSending } from "../../../src/services/http/request.ts";
import { withDefaults } from "../lib/target.ts";

type Args = Parameters<typeof uri.decide>[0];

const done: Reply = { status: 200, headers: {}, content: "done", truncated: false, elapsedMs: 3 };
const to = (location: string, status = 302): Reply => ({ ...done, status, headers: { location } });

/** Sends a request to a server that gives these answers in turn, the last one forever. */
async function follow(given: Partial<Args>, answers: readonly Reply[], first: Partial<HttpSending> = {}) {
  const args = withDefaults(uri, { url: "http://a:1/b", ...given });
  const sent: HttpSending[] = [];
  const request = { url: args.url, method: args.method, timeout: 30, validateCerts: true, ...first };
  const outcome = await sendFollowing(args, request, (one) => {
    sent.push(one);
    return Promise.resolve(good(answers[Math.min(sent.length, answers.length) - 1] ?? done));
  });
  return { outcome, sent, urls: sent.map(({ method, url }) => `${method} ${url}`) };
}

describe("modules/uri: redirections", () => {
  it("are followed only as far as the task says", async () => {
    const answers = [to("/c"), done];
    expect((await follow({}, answers)).outcome).to.deep.equal(good(answers[0]));
    const followed = ["GET http://a:1/b", "GET http://a:1/c"];
    expect((await follow({ follow_redirects: "safe" }, answers)).urls).to.deep.equal(followed);
    expect((await follow({ follow_redirects: "safe", method: "POST" }, answers)).urls).to.have.length(1);
    expect((await follow({ follow_redirects: "safe", status: [302] }, answers)).urls).to.have.length(1);
    expect((await follow({ follow_redirects: "all", method: "HEAD" }, answers)).urls[1]).to.equal("HEAD http://a:1/c");
    expect((await follow({ follow_redirects: "all" }, [{ ...done, status: 304 }])).urls).to.have.length(1);
    expect((await follow({ follow_redirects: "all" }, [{ ...done, status: 302 }])).urls).to.have.length(1);
  });

  it("keep method and body, or turn into GET, as the status says", async () => {
    const first = { body: "x", headers: { "content-type": "text/plain", "x-own": "1" } };
    const second = async (status: number, method: "POST" | "PUT") =>
      (await follow({ follow_redirects: "all", method }, [to("/c", status), done], first)).sent[1];
    for (const status of [301, 302, 303]) {
      expect(await second(status, "POST")).to.deep.include({ method: "GET", headers: { "x-own": "1" } });
      expect(await second(status, "POST")).to.not.have.property("body");
    }
    expect(await second(303, "PUT")).to.deep.include({ method: "GET" });
    for (const status of [301, 302, 307, 308])
      expect(await second(status, "PUT")).to.deep.include({ ...first, method: "PUT" });
    for (const status of [307, 308]) expect(await second(status, "POST")).to.deep.include({ ...first, method: "POST" });
  });

  it("give no login and no cookie to another server", async () => {
    const headers = { authorization: "Basic x", cookie: "a=b", accept: "*/*" };
    const sent = async (location: string) =>
      (await follow({ follow_redirects: "safe" }, [to(location), done], { headers })).sent[1]?.headers;
    expect(await sent("/c")).to.deep.equal(headers);
    for (const other of ["http://a:2/c", "http://b:1/c", "https://a:1/c", "//b:1/c"])
      expect(await sent(other), other).to.deep.equal({ accept: "*/*" });
  });

  it("end with an error if they lead nowhere, around, or out of TLS", async () => {
    const reason = async (location: string, url = "http://u:p@a:1/b") => {
      const { outcome } = await follow({ follow_redirects: "safe", url }, [to(location)]);
      return outcome.ok ? "" : outcome.faults[0].message;
    };
    expect(await reason("ftp://a/c")).to.equal(
      "GET http://a:1/b is redirected to ftp://a/c, which is not followed: it is no HTTP URL.",
    );
    expect(await reason("http://[")).to.include("it is no URL");
    expect(await reason("http://a/c", "https://a/b")).to.include("it would not be encrypted any more");
    expect(await reason("/c")).to.include("it is the 11th in a row");
  });
});
