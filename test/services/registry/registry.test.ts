import { createHash } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { expect } from "chai";
import type { Fault, Outcome } from "../../../src/errors/fault.ts";
import type { RegistryAccess } from "../../../src/services/registry/access.ts";
import { openRegistries } from "../../../src/services/registry/registry.ts";
import { channel, closeServer, freePort, listen } from "../loopback.ts";

const INDEX = "application/vnd.oci.image.index.v1+json";
const SINGLE = "application/vnd.docker.distribution.manifest.v2+json";
const DIGEST = `sha256:${"a".repeat(64)}`;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with a manifest's head. */
const manifest: Answer = (_request, response) =>
  response.writeHead(200, { "content-type": INDEX, "docker-content-digest": DIGEST }).end();

describe("services/registry/registry", () => {
  const servers: http.Server[] = [];

  afterEach(() => Promise.all(servers.splice(0).map(closeServer)));

  /** A registry on a loopback address, the requests that it gets, and its URL. */
  async function registry(answer: Answer): Promise<{ url: string; requests: string[] }> {
    const requests: string[] = [];
    const server = http.createServer((request, response) => {
      const { method = "", url = "", headers } = request;
      requests.push(`${method} ${url}${headers.authorization === undefined ? "" : ` ${headers.authorization}`}`);
      answer(request, response);
    });
    servers.push(server);
    return { url: `http://127.0.0.1:${await listen(server)}`, requests };
  }

  /** Asks mirrors only: Docker Hub's name leads to a port where nothing listens. */
  async function ask(mirrors: readonly string[], image = "apache/kafka:4.4.0", logins: RegistryAccess["logins"] = []) {
    const nothing = await freePort();
    const dial: typeof channel = (host, port) =>
      host === "registry-1.docker.io" ? channel("127.0.0.1", nothing) : channel(host, port);
    const registries = openRegistries(dial, { mirrors, logins, httpProxy: "", httpsProxy: "", noProxy: [] });
    try {
      return await registries.digestOf(image);
    } finally {
      await registries.close();
    }
  }

  const loginTo = (url: string) => [{ registry: url, user: "me", password: "pw" }];

  /** Of an image in a registry on a loopback address: HTTPS fails there, and plain HTTP is asked last. */
  const own = (url: string, logins: RegistryAccess["logins"] = []) =>
    ask([], `${url.replace("http://", "")}/team/app:1`, logins);

  function faultOf(outcome: Outcome<string>): Fault {
    if (outcome.ok) throw new Error(`there is a digest, ${outcome.value}`);
    return outcome.faults[0];
  }

  it("reads the digest of the list of manifests with one HEAD, which Docker Hub does not count", async () => {
    let accepted = "";
    const { url, requests } = await registry((request, response) => {
      accepted = request.headers.accept ?? "";
      manifest(request, response);
    });
    expect(await ask([url])).to.deep.equal({ ok: true, value: DIGEST });
    expect(requests).to.deep.equal(["HEAD /v2/apache/kafka/manifests/4.4.0"]);
    expect(accepted).to.include(INDEX).and.include("manifest.list.v2+json").and.include(SINGLE);
    expect(await ask([url], "postgres")).to.deep.equal({ ok: true, value: DIGEST });
    expect(requests.at(-1)).to.equal("HEAD /v2/library/postgres/manifests/latest");
  });

  it("computes the digest of the manifest's bytes if the registry does not say it, or knows no HEAD", async () => {
    const body = '{ "schemaVersion": 2, "note": "ä" }\n';
    for (const head of [200, 405]) {
      const { url } = await registry(({ method }, response) =>
        method === "HEAD"
          ? response.writeHead(head, { "content-type": SINGLE, "docker-content-digest": "sha256:short" }).end()
          : response.writeHead(200, { "content-type": `${SINGLE}; charset=utf-8` }).end(body),
      );
      const value = `sha256:${createHash("sha256").update(body).digest("hex")}`;
      expect(await ask([url])).to.deep.equal({ ok: true, value });
    }
  });

  it("gets a token where the registry says, with the login if there is one, and asks again with it", async () => {
    const auth = await registry((_request, response) => response.end('{ "access_token": "t1" }'));
    const { url, requests } = await registry((request, response) => {
      const challenge = `Bearer realm="${auth.url}/token",service="s",scope="repository:team/app:pull"`;
      if (request.headers.authorization === "Bearer t1") manifest(request, response);
      else response.writeHead(401, { "www-authenticate": challenge }).end();
    });
    expect(await own(url)).to.deep.equal({ ok: true, value: DIGEST });
    const query = "GET /token?service=s&scope=repository%3Ateam%2Fapp%3Apull";
    expect(auth.requests).to.deep.equal([query]);
    expect(requests.at(-1)).to.equal("HEAD /v2/team/app/manifests/1 Bearer t1");
    expect(await own(url, loginTo(url))).to.have.property("ok", true);
    expect(auth.requests.at(-1)).to.equal(`${query} Basic ${Buffer.from("me:pw").toString("base64")}`);
  });

  it("logs in by password if the registry demands that, and sends it nowhere else", async () => {
    const other = await registry(manifest);
    const { url } = await registry(({ headers }, response) =>
      headers.authorization === `Basic ${Buffer.from("me:pw").toString("base64")}`
        ? response.writeHead(307, { location: `${other.url}/elsewhere` }).end()
        : response.writeHead(401, { "www-authenticate": 'Basic realm="r"' }).end(),
    );
    expect(await own(url, loginTo(url))).to.deep.equal({ ok: true, value: DIGEST });
    expect(other.requests).to.deep.equal(["HEAD /elsewhere"]);
  });

  it("follows redirections, but not for ever", async () => {
    let count = 0;
    const { url, requests } = await registry((request, response) => {
      if (count++ < 2) response.writeHead(307, { location: `/v2/other/manifests/${count}` }).end();
      else manifest(request, response);
    });
    expect(await ask([url])).to.have.property("ok", true);
    expect(requests.at(-1)).to.equal("HEAD /v2/other/manifests/2");
    const circle = await registry((_request, response) => response.writeHead(302, { location: "/again" }).end());
    expect(faultOf(await own(circle.url)).message).to.include("it answered with the status 302");
    expect(circle.requests).to.have.length(6);
  });

  const refused = async (status: number, headers: http.OutgoingHttpHeaders = {}, withLogin = false) => {
    const { url } = await registry((_request, response) => response.writeHead(status, headers).end("x"));
    const { code, message, hint } = faultOf(await own(url, withLogin ? loginTo(url) : []));
    return [
      code,
      message.replaceAll(url, "URL").replaceAll(url.slice(7), "HOST"),
      hint.replaceAll(url.slice(7), "HOST"),
    ];
  };

  it("says what a registry refuses, and what to do", async () => {
    expect(await refused(404)).to.deep.equal([
      "services/registry-missing",
      "The registry URL does not have the image HOST/team/app:1.",
      "Correct the name or the tag in the variable. A private image may also need a login.",
    ]);
    expect(await refused(401, { "www-authenticate": 'Basic realm="r"' })).to.deep.equal([
      "services/registry-login",
      "The registry URL requires a login for the image HOST/team/app:1, or does not have it.",
      "Correct the image's name, or add the registry to `docker_registry_logins`: HOST.",
    ]);
    expect((await refused(401, { "www-authenticate": 'Basic realm="r"' }, true))[1]).to.equal(
      "The registry URL rejects the login for the image HOST/team/app:1.",
    );
    expect((await refused(403))[0]).to.equal("services/registry-login");
    expect(await refused(429, { "retry-after": "30" })).to.deep.equal([
      "services/registry-limit",
      "The registry URL answers no more requests for now, so HOST/team/app:1 has no digest.",
      "Try again in 30 s. A login in `docker_registry_logins` raises the limit.",
    ]);
    expect((await refused(500))[1]).to.equal(
      "The registry URL gave no digest for HOST/team/app:1: it answered with the status 500.",
    );
  });

  it("takes no page for a manifest", async () => {
    const { url } = await registry((_request, response) =>
      response.writeHead(200, { "content-type": "text/html", "docker-content-digest": DIGEST }).end("<p>Log in</p>"),
    );
    expect(faultOf(await own(url)).message).to.include("it answered with something else than a manifest");
  });

  it("takes no token but one word", async () => {
    for (const answer of ["", "<html>", "[]", '{ "token": 1 }', '{ "token": "a\\r\\nx: y" }', '{ "token": "" }']) {
      const auth = await registry((_request, response) => response.end(answer));
      const challenge = { "www-authenticate": `Bearer realm="${auth.url}/token"` };
      const { url } = await registry((_request, response) => response.writeHead(401, challenge).end());
      expect(faultOf(await own(url)).message, answer).to.include(`${auth.url.slice(7)} answered without a token`);
    }
  });

  it("asks the next registry if one fails, and says what each answered", async () => {
    const empty = await registry((_request, response) => response.writeHead(404).end());
    const full = await registry(manifest);
    expect(await ask([empty.url, full.url])).to.deep.equal({ ok: true, value: DIGEST });
    const fault = faultOf(await ask([empty.url]));
    expect(fault.code).to.equal("services/registry-unreachable");
    expect(fault.message).to.include("registry-1.docker.io").and.include("apache/kafka:4.4.0");
    expect(fault.details).to.include(`The registry ${empty.url} does not have the image apache/kafka:4.4.0.`);
  });

  it("asks one that does not answer only once", async () => {
    let connections = 0;
    const full = await registry(manifest);
    const dial: typeof channel = (host, port) => {
      if (host === "192.0.2.1") connections++;
      return host === "192.0.2.1" ? channel("127.0.0.1", 1) : channel(host, port);
    };
    const mirrors = ["http://192.0.2.1:5000", full.url];
    const registries = openRegistries(dial, { mirrors, logins: [], httpProxy: "", httpsProxy: "", noProxy: [] });
    for (const image of ["a:1", "b:1", "c:1"]) expect(await registries.digestOf(image)).to.have.property("ok", true);
    await registries.close();
    expect(connections).to.equal(1);
  });

  it("rejects a name that is none, and a mirror that is no URL", async () => {
    expect(faultOf(await ask([], "Kafka:4")).message).to.equal('"Kafka:4" is not the name of an image.');
    for (const mirror of ["mirror:5000", "mirror"])
      expect(faultOf(await ask([mirror])).details?.join()).to.include(`The registry ${mirror} gave no answer`);
  });

  it("waits for no answer longer than its time limit", async () => {
    const { url } = await registry(() => undefined);
    const access = { mirrors: [], logins: [], httpProxy: "", httpsProxy: "", noProxy: [] };
    const registries = openRegistries(channel, access, 0.2);
    const fault = faultOf(await registries.digestOf(`${url.slice(7)}/team/app:1`));
    await registries.close();
    expect(fault.message).to.include(`The registry ${url} gave no answer`).and.include("within 0.2 s");
  });
});
