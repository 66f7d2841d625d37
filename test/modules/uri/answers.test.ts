import http from "node:http";
import { expect } from "chai";
import { parseCase } from "../../run/play-case/read-case.ts";
import { runCase } from "../../run/play-case/run-case.ts";
import { closeServer, listen } from "../../services/loopback.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const PROBLEM = "is not valid UTF-8: faulty bytes were replaced by U+FFFD.";

/** Whole plays, because the method decides in which of the module's steps its answer arrives. */
describe("modules/uri: answers that are not UTF-8", () => {
  const server = http.createServer((request, response) => {
    response.writeHead(request.url === "/refused" ? 409 : 200, { "content-type": "text/plain" });
    request.resume().on("end", () => response.end(Buffer.from("caf\xe9", "latin1")));
  });
  let base: string;
  before(async () => (base = `http://127.0.0.1:${await listen(server)}`));
  after(() => closeServer(server));

  /** Asks with each method. Returns the differences from what is expected. */
  function play(uri: object, task: object, expected: object): Promise<string[]> {
    const tasks = METHODS.map((method) => ({ name: method, uri: { ...uri, method }, ignore_errors: true, ...task }));
    const site = JSON.stringify([{ name: "Play", hosts: "all", tasks }]);
    const run = { expect: { exit: 0, ...expected } };
    return runCase(parseCase(JSON.stringify({ title: "", project: { "site.yaml": site }, runs: [run] }), "case.yaml"));
  }

  const done = METHODS.map((method) => ({ [method]: method === "GET" ? "ok" : "changed" }));
  const warnings = METHODS.map(() => "run/module");

  it("are warned of, whatever the method, if the task uses the body", async () => {
    const url = `${base}/`;
    const output = [`The answer from ${url} ${PROBLEM}`];
    expect(await play({ url, return_content: true }, {}, { results: done, warnings, output })).to.deep.equal([]);
    expect(await play({ url }, {}, { results: done })).to.deep.equal([]);
  });

  it("are warned of, whatever the method, if their status is not accepted", async () => {
    const url = `${base}/refused`;
    const failed = { status: "failed", code: "services/http-status", ignored: true };
    const results = METHODS.map((method) => ({ [method]: failed }));
    const output = [`The answer from ${url} ${PROBLEM}`];
    expect(await play({ url, return_content: true }, {}, { results, warnings, output })).to.deep.equal([]);
  });

  it("are warned of without details by a task with no_log", async () => {
    const expected = { results: done, warnings, output: ["no_log hides it."], hidden: ["U+FFFD"] };
    expect(await play({ url: `${base}/`, return_content: true }, { no_log: true }, expected)).to.deep.equal([]);
  });
});
