import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "chai";
import { compose } from "../../../src/modules/compose/compose.ts";
import { Target, withDefaults } from "../lib/target.ts";
import { parseCompose, type ComposeState } from "../../../src/modules/compose/parse.ts";

const RESOLVED = `name: p
services:
  one:
    command:
      - restart: "no"
    environment:
      TEXT: |-
        restart: always

        user: 5
    deploy:
      resources:
        limits:
          memory: "100"
    labels:
      user: "7"
    restart: unless-stopped
    user: 1:1
    volumes:
      - type: bind
        source: /x
        target: /y
  "2":
    image: a
networks:
  default:
    restart: "no"
secrets:
  s:
    user: "1"
`;

describe("compose: its probe", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
    write("bin/docker", "");
    mkdirSync(target.path("p"));
  });
  afterEach(() => {
    target.remove();
  });

  function write(name: string, text: string): string {
    const path = target.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  }

  /** What the probe finds with a docker whose only container mounts these paths. */
  async function probe(...mounts: readonly string[]): Promise<ComposeState> {
    write("resolved", RESOLVED);
    const lines = ["started abc 0 2026-01-01T00:00:00Z", ...mounts.map((path) => `mounted ${path}\n`)].join("\n");
    write("inspected", `${lines}\n`);
    write(
      "bin/docker",
      `#!/bin/sh
case "$*" in
*--hash*) while read -r _; do :; done; echo 'one 1234' ;;
*' config'*) cat ${target.path("resolved")} ;;
'ps '*) echo 'one|1234|False|abc|running|image|Up 2 seconds' ;;
'inspect '*) cat ${target.path("inspected")} ;;
esac
`,
    );
    return ask();
  }

  async function ask(): Promise<ComposeState> {
    const { script } = compose.probe(withDefaults(compose, { project_src: `${target.path("p")}//` }));
    const path = { PATH: `${target.path("bin")}:${process.env["PATH"]}` };
    const state = parseCompose(await target.send(script, path));
    if (!state.ok) throw new Error(state.faults[0].message);
    return state.value;
  }

  it("reads the settings of services, and takes no text for one", async () => {
    const { wanted } = await probe();
    expect(Object.fromEntries(wanted)).to.deep.equal({
      one: {
        deploy: { resources: { limits: { memory: "100" } } },
        restart: "unless-stopped",
        user: "1:1",
        volumes: [{ type: "bind", source: "/x", target: "/y" }],
      },
      "2": {},
    });
  });

  it("finds when files in the project's folders and files elsewhere changed", async () => {
    const inside = write("p/conf a/deep/file*", "x");
    const outside = write("elsewhere/file", "x");
    const data = write("data/file", "x");
    const { fileChanges } = await probe(target.path("p/conf a"), outside, dirname(data), target.path("gone"));
    expect(fileChanges.map(({ path }) => path)).to.have.members([
      target.path("p/conf a"),
      target.path("p/conf a/deep"),
      inside,
      outside,
    ]);
  });

  it("does not take the time that a program gives a file for the time of its change", async () => {
    const path = write("p/conf/file", "x");
    utimesSync(path, 1000, 1000);
    const { fileChanges } = await probe(path);
    expect(fileChanges[0]?.time).to.be.greaterThan(1_700_000_000);
  });

  it("reads the other files if one is wrong, and finds the project's name by its containers", async () => {
    for (const name of ["docker-compose.yml", "good.yml", "bad.yml"]) write(`p/${name}`, "");
    const own = target.path("p/docker-compose.yml");
    write(
      "bin/docker",
      `#!/bin/sh
case "$*" in
*'-p found'*--hash*) sed -n 's/^  \\([a-z]*\\):$/\\1 of-\\1/p' ;;
*docker-compose.yml*' config'* | *bad.yml*' config'*) exit 15 ;;
*'-p found'*good.yml*' config'*) printf '%s\\n' 'name: found' 'services:' '  good:' '    restart: always' ;;
'ps '*'config_files=${own} '*) echo found ;;
'ps '*'project=found '*) echo 'good|of-good|False|abc|running|image|Up 2 minutes' ;;
esac
`,
    );
    const { hashes, name, parts, wanted, containers } = await ask();
    expect({ hashes, name, parts: [...parts] }).to.deep.equal({
      hashes: undefined,
      name: "found",
      parts: [["good", "of-good"]],
    });
    expect([...wanted]).to.deep.equal([["good", { restart: "always" }]]);
    expect(containers).to.have.length(1);
  });

  it("does not look at files that programs of the system change", async () => {
    expect((await probe("/proc/self/status", "/dev/null", "/etc", "/")).fileChanges).to.deep.equal([]);
  });
});
