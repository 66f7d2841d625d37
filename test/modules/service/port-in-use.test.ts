import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import { expect } from "chai";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import type { Script } from "../../../src/module/script.ts";
import { service } from "../../../src/modules/service/service.ts";
import { closeServer, listen } from "../../services/loopback.ts";
import { NOTHING_PREDICTED, Target, withDefaults } from "../lib/target.ts";

describe("modules/service: a port that is in use", () => {
  const server = net.createServer();
  const target = new Target();
  let port: number;
  before(async () => {
    port = await listen(server);
    for (const folder of ["bin", "run"]) mkdirSync(target.path(folder));
  });
  after(async () => {
    target.remove();
    await closeServer(server);
  });

  /** systemctl of a unit with these properties, which cannot be started. */
  function systemctl(properties: Readonly<Record<string, string | number>>): void {
    const shown = Object.entries({ Id: "x.service", LoadState: "loaded", ...properties });
    const text = `#!/bin/sh
case $1 in
show) printf '${shown.map(([name, value]) => `${name}=${value}`).join("\\n")}\\n' ;;
is-enabled) echo enabled ;;
status) echo 'x.service - X'; echo 'x[7]: cannot bind 0.0.0.0:${port}'; exit 3 ;;
start) exit 1 ;;
esac
`;
    writeFileSync(target.path("bin/systemctl"), text);
    chmodSync(target.path("bin/systemctl"), 0o755);
  }

  /** This machine need not run systemd. */
  function send(script: Script) {
    const text = script.text.replace("/run/systemd/system ]", `'${target.path("run")}' ]`);
    return target.send({ ...script, text }, { PATH: `${target.path("bin")}:${process.env["PATH"] ?? ""}` });
  }
  const args = withDefaults(service, { name: "x", state: "started" });

  async function unitOf(properties: Readonly<Record<string, string | number>>) {
    systemctl(properties);
    const { script, parse } = service.probe(args);
    const unit = parse(await send(script));
    if (!unit.ok) throw new Error(unit.faults[0].message);
    return unit.value;
  }
  const holder = () => `Port ${port} is in use: node (process ${process.pid}`;

  it("is named with its holder and the number of restarts when a unit does not stay up", async () => {
    const ended = { Type: "simple", Result: "exit-code", ExecMainPID: 7, ExecMainCode: 1, ExecMainStatus: 1 };
    const unit = await unitOf({ ...ended, ActiveState: "failed", SubState: "failed", NRestarts: 5 });
    const settled = service.settle?.check(args, unit, { seconds: 1, before: unit });
    if (settled?.is !== "failed") throw new Error("the unit has not failed");
    const { message, details = [] } = settled.fault;
    expect(message).to.equal("The unit x.service does not stay up: exit status 1, systemd has restarted it 5 times.");
    expect(details.slice(0, 2)).to.deep.equal(["x.service - X", `x[7]: cannot bind 0.0.0.0:${port}`]);
    expect(details[2]).to.include(holder());
  });

  it("is named with its holder when systemd cannot start a unit", async () => {
    const unit = await unitOf({ Type: "notify", ActiveState: "inactive", SubState: "dead", NRestarts: 0 });
    const { changes } = service.decide(args, unit, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing is to be changed");
    const { script, parse } = service.apply(args, changes, unit);
    const outcome = parse?.(await send(script));
    if (!outcome || outcome.ok) throw new Error("it has not failed");
    expect(outcome.faults[0].details?.at(-1)).to.include(holder());
  });
});
