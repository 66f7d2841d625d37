import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import { expect } from "chai";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { compose } from "../../../src/modules/compose/compose.ts";
import { closeServer, listen } from "../../services/loopback.ts";
import { NOTHING_PREDICTED, Target, withDefaults } from "../lib/target.ts";

describe("modules/compose: a port that is in use", () => {
  const server = net.createServer();
  const target = new Target();
  let port: number;
  before(async () => {
    port = await listen(server);
    mkdirSync(target.path("bin"));
    mkdirSync(target.path("project"));
  });
  after(async () => {
    target.remove();
    await closeServer(server);
  });

  /** Docker of a project with the service web, whose container is in this state. */
  function docker(state: string, status: string, restarts: number): Readonly<Record<string, string>> {
    const text = `#!/bin/sh
case "$*" in
*'config --hash'*) echo web abc ;;
*' config'*) printf 'name: p\\nservices:\\n  web:\\n    image: x\\n' ;;
ps*-a*) [ ${state} = none ] || echo 'web|abc|False|0123|${state}|x|${status}' ;;
logs*) echo starting; echo 'listen tcp 127.0.0.1:${port}: bind: schon belegt' ;;
inspect*) echo 'started 0123 ${restarts} 2030-01-01T00:00:00Z' ;;
*' up '*) echo 'Bind for 127.0.0.1:${port} failed' >&2; exit 1 ;;
esac
`;
    writeFileSync(target.path("bin/docker"), text);
    chmodSync(target.path("bin/docker"), 0o755);
    return { PATH: `${target.path("bin")}:${process.env["PATH"] ?? ""}` };
  }
  const args = () => withDefaults(compose, { project_src: target.path("project") });

  async function stateOf(environment: Readonly<Record<string, string>>) {
    const { script, parse } = compose.probe(args());
    const state = parse(await target.send(script, environment));
    if (!state.ok) throw new Error(state.faults[0].message);
    return state.value;
  }
  const holder = () => `Port ${port} is in use: node (process ${process.pid}`;

  it("is named with its holder when a container has ended, after the end of its log", async () => {
    const settled = compose.settle?.check(args(), await stateOf(docker("exited", "Exited (1) 2 seconds ago", 4)));
    if (settled?.is !== "failed") throw new Error("the container has not failed");
    const { code, message, details = [] } = settled.fault;
    expect({ code, message }).to.deep.equal({
      code: "modules/container-down",
      message: "The container of web does not stay up: Exited (1) 2 seconds ago, restarted 4 times.",
    });
    expect(details.slice(0, 2)).to.deep.equal(["starting", `listen tcp 127.0.0.1:${port}: bind: schon belegt`]);
    expect(details[2]).to.include(holder());
  });

  it("is named with its holder while docker restarts a container again and again", async () => {
    const state = await stateOf(docker("restarting", "Restarting (1) 2 seconds ago", 7));
    const settled = compose.settle?.check(args(), state);
    if (settled?.is !== "waiting") throw new Error("the container is not waited for");
    expect(settled.for).to.include("restarted 7 times; end of its log: ").and.to.include(holder());
    expect(settled.details?.[0]).to.equal("starting");
    expect(settled.details?.at(-1)).to.include(holder());
  });

  it("is named with its holder when docker cannot publish it", async () => {
    const environment = docker("none", "", 0);
    const state = await stateOf(environment);
    const { changes } = compose.decide(args(), state, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing is to be changed");
    const { script, parse } = compose.apply(args(), changes, state);
    const outcome = parse?.(await target.send(script, environment));
    if (!outcome || outcome.ok) throw new Error("it has not failed");
    const { code, details = [] } = outcome.faults[0];
    expect(code).to.equal("modules/step-failed");
    expect(details.at(-2)).to.equal(`Bind for 127.0.0.1:${port} failed`);
    expect(details.at(-1)).to.include(holder());
  });
});
