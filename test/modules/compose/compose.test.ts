import { expect } from "chai";
import type { Change } from "../../../src/model/change.ts";
import { answered, predictedFrom } from "../lib/target.ts";
import { ALL, answer, decide, ENV, file, type Found, HASHES, withChanged, YAML } from "./support.ts";

/** The head of an answer in which the container of kafka was started some seconds ago. */
function startedHead(restarts: number, seconds: number): string {
  const time = new Date((1_000_000 - seconds) * 1000).toISOString().replace("Z", "123456Z");
  return `${HASHES}now 1000000\nstarted id-kafka ${restarts} ${time}\n`;
}

describe("compose", () => {
  it("is ok if every container matches its definition and runs", () => {
    const { changes, result, check } = decide({}, answer(ALL));
    expect(changes).to.deep.equal([]);
    expect(result).to.deep.equal({
      project: "p",
      containers: { kafka: "id-kafka", flink: "id-flink", zookeeper: "id-zookeeper" },
    });
    expect(check).to.deep.equal({ is: "settled" });
  });

  it("restarts running containers on request, and creates missing ones", () => {
    const { summaries, script, check } = decide(
      { state: "restarted", services: ["kafka", "flink"] },
      answer(ALL.slice(1)),
    );
    expect(summaries).to.have.members(["create p/kafka", "restart p/flink"]);
    expect(script).to.match(
      / up -d .*'kafka' 'flink' && with_environment timeout '300' docker 'compose' .* restart 'kafka' 'flink'/s,
    );
    expect(check).to.have.property("is", "waiting");
  });

  it("does not restart a container that an earlier change recreates", () => {
    const recreated = { kind: "container", name: "p/kafka" } as const;
    const predicted = predictedFrom([{ resource: recreated, after: { state: "running", definition: "h-kafka" } }]);
    expect(decide({ state: "restarted", services: ["kafka"] }, answer(ALL), predicted).changes).to.deep.equal([]);
  });

  const cases: readonly (readonly [string, readonly Found[], readonly string[]])[] = [
    ["missing", ALL.slice(1), ["create p/kafka"]],
    ["only present as a one-off job", [...ALL.slice(1), { service: "kafka", oneOff: "True" }], ["create p/kafka"]],
    ["created from another definition", withChanged({ service: "kafka", hash: "old" }), ["recreate p/kafka"]],
    [
      "created from an image with a tag and a digest",
      withChanged({ service: "kafka", image: "kafka:1@sha256:0f" }),
      [],
    ],
    [
      "created from an older image",
      withChanged({ service: "kafka", image: "sha256:0f" }),
      ["recreate from its newer image p/kafka"],
    ],
    ["exited", withChanged({ service: "kafka", state: "exited", status: "Exited (1) now" }), ["start p/kafka"]],
    ["dead", withChanged({ service: "kafka", state: "dead", status: "Dead" }), ["start p/kafka"]],
    ["paused", withChanged({ service: "kafka", state: "paused", status: "Up 1 minute (Paused)" }), ["unpause p/kafka"]],
    ["restarting", withChanged({ service: "kafka", state: "restarting", status: "Restarting (1) now" }), []],
    ["unhealthy", withChanged({ service: "kafka", status: "Up 1 minute (unhealthy)" }), []],
  ];
  for (const [what, found, summaries] of cases) {
    it(`plans for a container that is ${what}: ${summaries.join(", ") || "nothing"}`, () => {
      expect(decide({}, answer(found)).summaries).to.deep.equal(summaries);
    });
  }

  it("names only the changed services, and leaves their dependencies to compose", () => {
    const { script } = decide({}, answer(withChanged({ service: "kafka", hash: "old" })));
    expect(script)
      .to.match(/'up'|up -d/)
      .and.include("'kafka'")
      .and.not.include("flink")
      .and.not.include("no-deps");
  });

  it("unpauses before anything else", () => {
    const { script } = decide({}, answer(withChanged({ service: "kafka", state: "paused" })));
    expect(script.indexOf("docker unpause 'id-kafka'")).to.be.within(0, script.indexOf("up -d"));
  });

  it("waits for health, and fails with the log of an ended container", () => {
    const starting = decide({}, answer(withChanged({ service: "kafka", status: "Up 1 second (health: starting)" })));
    expect(starting.check).to.deep.equal({ is: "waiting", for: "kafka: Up 1 second (health: starting)" });
    const ended = answer(withChanged({ service: "kafka", state: "exited", status: "Exited (3) now" }));
    const { check } = decide({}, { ...ended, stdout: `log kafka one\nlog kafka  two\n${ended.stdout}` });
    expect(check?.is === "failed" && check.fault.code).to.equal("modules/container-down");
    expect(check?.is === "failed" && check.fault.hint).to.contain("go back to the former ones and run again");
    expect(check?.is === "failed" && check.fault.details).to.deep.equal(["one", " two"]);
    expect(decide({ wait: false }, ended).check).to.deep.equal({ is: "settled" });
  });

  it("names the image before the change, and how to go back, if the new one does not stay up", () => {
    const before = answer(withChanged({ service: "kafka", image: "kafka:1" }));
    const look = (found: Omit<Found, "service">) =>
      decide({}, answer(withChanged({ service: "kafka", ...found })), undefined, before).check;
    const ended = look({ image: "kafka:2", state: "exited", status: "Exited (3) now" });
    if (ended?.is !== "failed") throw new Error("the container has not failed");
    expect(ended.fault.message).to.equal(
      "The container of kafka does not stay up: Exited (3) now. Before this run changed it, it ran kafka:1; now it has kafka:2.",
    );
    expect(ended.fault.hint).to.include("set the image of the service to kafka:1 again, and run again");
    const unhealthy = look({ image: "kafka:2", status: "Up 9 minutes (unhealthy)" });
    expect(unhealthy?.is === "waiting" && unhealthy.details).to.deep.equal([
      "Before this run changed kafka, it ran kafka:1; now it has kafka:2. To go back, set its image to kafka:1 again, and run again.",
    ]);
    const same = look({ image: "kafka:1", state: "exited", status: "Exited (3) now" });
    expect(same?.is === "failed" && same.fault.message).to.equal(
      "The container of kafka does not stay up: Exited (3) now.",
    );
  });

  it("waits until a container without a health check has run for a while, longer after a restart", () => {
    const started = (restarts: number, seconds: number, status = "Up 1 second") =>
      decide({}, answer(withChanged({ service: "kafka", status }), { head: startedHead(restarts, seconds) })).check;
    expect(started(0, 1)).to.deep.equal({ is: "waiting", for: "kafka: Up 1 second" });
    expect(started(0, 3)).to.deep.equal({ is: "settled" });
    expect(started(7, 9)).to.deep.equal({ is: "waiting", for: "kafka: Up 1 second, restarted 7 times" });
    expect(started(7, 10)).to.deep.equal({ is: "settled" });
    expect(started(0, 1, "Up 1 second (healthy)")).to.deep.equal({ is: "settled" });
  });

  it("accepts a job that has ended with status 0, and fails for one that has not", () => {
    const ended = (status: string, lines: string) =>
      decide({}, answer(withChanged({ service: "kafka", state: "exited", status }), { head: HASHES + lines }));
    for (const policy of ['"no"', "on-failure:3"]) {
      const job = `config services:\nconfig   kafka:\nconfig     restart: ${policy}\n`;
      const done = ended("Exited (0) 5 minutes ago", job);
      expect({ summaries: done.summaries, check: done.check }).to.deep.equal({
        summaries: [],
        check: { is: "settled" },
      });
      const broken = ended("Exited (1) now", job);
      expect(broken.summaries).to.deep.equal(["start p/kafka"]);
      expect(broken.check).to.have.property("is", "failed");
    }
    const awaited =
      "config services:\nconfig   flink:\nconfig     depends_on:\nconfig       kafka:\nconfig         condition: service_completed_successfully\n";
    expect(ended("Exited (0) now", awaited).summaries).to.deep.equal([]);
    expect(ended("Exited (0) now", "config services:\n").summaries).to.deep.equal(["start p/kafka"]);
  });

  it("starts no container of a service without replicas, and removes one that exists", () => {
    const none = "config services:\nconfig   kafka:\nconfig     deploy:\nconfig       replicas: 0\n";
    const off = decide({}, answer(ALL.slice(1), { head: HASHES + none }));
    expect({ summaries: off.summaries, check: off.check }).to.deep.equal({ summaries: [], check: { is: "settled" } });
    const removed = decide({}, answer(ALL, { head: HASHES + none }));
    expect(removed.summaries).to.deep.equal(["remove p/kafka"]);
    expect(removed.result).to.deep.equal({
      project: "p",
      containers: { flink: "id-flink", zookeeper: "id-zookeeper" },
    });
  });

  it("scales a service that has another number of containers", () => {
    const two = "config services:\nconfig   kafka:\nconfig     scale: 2\n";
    expect(decide({}, answer(ALL, { head: HASHES + two })).summaries).to.deep.equal(["scale to 2 containers p/kafka"]);
    const both = answer([...ALL, { service: "kafka" }], { head: HASHES + two });
    expect(decide({}, both).summaries).to.deep.equal([]);
  });

  it("leaves a container of a profile that is not active alone", () => {
    const found = answer([...ALL, { service: "debugger" }, { service: "gone" }], {
      head: `${HASHES}known kafka\nknown debugger\n`,
    });
    expect(decide({ remove_orphans: true }, found).summaries).to.deep.equal(["remove p/gone"]);
  });

  it("passes on what compose warns about, once, with the place of a variable that is not set", () => {
    const warning = (text: string) => `time="2026-11-29T12:10:32Z" level=warning msg=${JSON.stringify(text)}\n`;
    const unset = 'The "HEAP" variable is not set. Defaulting to a blank string.';
    const obsolete = "/opt/p/docker-compose.yml: the attribute `version` is obsolete";
    const stderr = warning(unset) + warning(unset) + warning(obsolete) + "other output\n";
    expect(decide({}, { ...answer(ALL), stderr }).warnings).to.deep.equal([
      `Docker Compose warns about /opt/p/docker-compose.yml:3: ${unset}`,
      `Docker Compose warns about /opt/p: ${obsolete}.`,
    ]);
    const fixed = predictedFrom([file("docker-compose.yml", YAML.replace("HEAP}", "HEAP:-1g}"))]);
    expect(decide({}, { ...answer(ALL), stderr }, fixed).warnings).to.deep.equal([]);
  });

  it("removes containers of removed services only with `remove_orphans`", () => {
    const found = [...ALL, { service: "old" }];
    expect(decide({}, answer(found)).summaries).to.deep.equal([]);
    expect(decide({ remove_orphans: true }, answer(found)).summaries).to.deep.equal(["remove p/old"]);
  });

  it("stops and removes the existing containers", () => {
    expect(
      decide({ state: "stopped" }, answer([{ service: "kafka" }, { service: "x", state: "exited" }])).summaries,
    ).to.deep.equal(["stop p/kafka"]);
    expect(decide({ state: "absent", services: ["x"] }, answer([{ service: "kafka" }])).summaries).to.deep.equal([]);
    const { summaries, script } = decide(
      { state: "absent" },
      answer([{ service: "kafka" }], { head: "network n1\nvolume v1\n" }),
    );
    expect(summaries).to.deep.equal(["remove p/kafka", "remove the networks of p"]);
    expect(script).to.include("down --remove-orphans").and.not.include("'-v'");
    expect(decide({ state: "absent" }, answer([], { head: "volume v1\n" })).summaries).to.deep.equal([]);
    expect(
      decide({ state: "absent", remove_volumes: true }, answer([], { head: "volume v1\n" })).summaries,
    ).to.have.length(1);
  });

  it("reports compose's error for invalid files, and what is missing", () => {
    const rejected = answer([], { head: "refused 1\n" });
    const { fault } = decide({}, { ...rejected, stderr: "services must be a mapping\n" });
    expect(fault).to.deep.include({ code: "modules/compose-file", details: ["services must be a mapping"] });
    expect(decide({}, answer([], { head: "folder none\nrefused 1\n" })).fault).to.include({
      code: "modules/no-project",
      missing: true,
    });
    expect(decide({}, answered("docker no-docker\n")).fault).to.include({ code: "modules/no-docker", missing: true });
    expect(decide({}, answered(`${HASHES}name p\nsilent 1\n\n`)).fault).to.include({ code: "modules/docker-silent" });
    const lacking = decide(
      {},
      { ...answered("docker no-compose\nrefused 1\n"), stderr: "Usage:  docker [OPTIONS]" },
    ).fault;
    expect(lacking?.message).to.include("compose plugin");
    expect(lacking?.hint).to.include("docker-compose-v2 on Ubuntu");
    expect(lacking?.details).to.equal(undefined);
  });

  describe("in check mode", () => {
    const predict = (...changes: readonly Pick<Change, "resource" | "after">[]) => predictedFrom(changes);

    it("finds the service that a compose file changes", () => {
      const predicted = predict(file("docker-compose.yml", YAML.replace("kafka:1", "kafka:2")));
      expect(decide({}, answer(ALL), predicted).summaries).to.deep.equal(["recreate p/kafka"]);
      expect(decide({ services: ["flink"] }, answer(ALL), predicted).summaries).to.deep.equal([]);
    });

    it("ignores layout, comments, and keys that do not recreate a container", () => {
      const text = `# new\n${YAML.replace("zookeeper:1", 'zookeeper:1", pull_policy: "never')}`;
      expect(decide({}, answer(ALL), predict(file("docker-compose.yml", text))).summaries).to.deep.equal([]);
    });

    it("finds the service that uses a changed variable", () => {
      expect(decide({}, answer(ALL), predict(file(".env", ENV.replace("1g", "2g")))).summaries).to.deep.equal([
        "recreate p/kafka",
      ]);
      expect(decide({}, answer(ALL), predict(file(".env", ENV.replace("x", "y")))).summaries).to.deep.equal([]);
    });

    it("finds the service whose env file changes", () => {
      expect(decide({}, answer(ALL), predict(file("flink.env", "A=1\n"))).summaries).to.deep.equal([
        "recreate p/flink",
      ]);
    });

    it("creates a project that does not exist yet with its dependencies, also before docker is installed", () => {
      const predicted = predict(file("docker-compose.yml", YAML), {
        resource: { kind: "package", name: "docker.io" },
        after: "1",
      });
      for (const output of ["folder none\nrefused 1\n\n", "docker no-docker\n"]) {
        expect(decide({ services: ["flink"] }, answered(output), predicted).summaries).to.deep.equal([
          "create p/flink",
          "create p/zookeeper",
        ]);
      }
      expect(decide({ services: ["nope"] }, answered("refused 1\n\n"), predicted).fault?.code).to.equal(
        "modules/no-service",
      );
    });

    it("does not claim that containers are created whose engine an earlier task starts", () => {
      const predicted = predict({ resource: { kind: "unit", name: "docker.service" }, after: { state: "running" } });
      const { changes, unpredictable } = decide({}, answered(`${HASHES}name p\nsilent 1\n\n`), predicted);
      expect(changes).to.deep.equal([]);
      expect(unpredictable).to.include("does not answer yet");
    });

    it("does not repeat a change that an earlier task predicts", () => {
      const files = file("docker-compose.yml", YAML.replace("kafka:1", "kafka:2"));
      const first = decide({ services: ["kafka"] }, answer(ALL), predict(files));
      expect(decide({}, answer(ALL), predict(files, ...first.changes)).summaries).to.deep.equal([]);
      const again = file("docker-compose.yml", YAML.replace("kafka:1", "kafka:3"));
      expect(decide({}, answer(ALL), predict(again, ...first.changes)).summaries).to.deep.equal(["recreate p/kafka"]);
    });

    describe("for a file of the project that is missing or wrong", () => {
      const main = file("docker-compose.yml", "name: p\ninclude: [a.yml, b.yml]\n");
      const part = (name: string) => `services: {${name}: {image: "${name}:1"}}\n`;
      const files = { "a.yml": part("kafka"), "b.yml": part("flink") };
      const parts = "part kafka h-kafka\npart flink h-flink\n";
      const found = ALL.slice(0, 2);

      it("predicts only what changes for the containers, not that they are created", () => {
        const gone = answer(found, { head: `refused 1\n${parts}`, files });
        expect(decide({}, gone, predict(main)).summaries).to.deep.equal([]);
        const old = answer([{ service: "kafka", hash: "old" }], { head: `refused 1\n${parts}`, files });
        expect(decide({}, old, predict(main)).summaries).to.deep.equal(["recreate p/kafka", "create p/flink"]);
      });

      it("predicts a change of another file besides", () => {
        const gone = answer(found, { head: `refused 1\n${parts}`, files });
        const changed = file("b.yml", part("flink").replace("flink:1", "flink:2"));
        expect(decide({}, gone, predict(main, changed)).summaries).to.deep.equal(["recreate p/flink"]);
      });

      it("knows the services of all other files", () => {
        const output = answer(found, {
          head: "refused 1\npart flink h-flink\n",
          files: { "docker-compose.yml": "name: p\ninclude: [a.yml, b.yml]\n", "b.yml": part("flink") },
        });
        const restored = predict(file("a.yml", part("kafka")));
        expect(decide({ services: ["flink"] }, output, restored).summaries).to.deep.equal([]);
        expect(decide({ services: ["kafka"] }, output, restored).unpredictable).to.include("only compose can tell");
      });

      it("knows them also if that file is no YAML any more", () => {
        const output = answer(found, {
          head: "refused 1\npart flink h-flink\n",
          files: { "docker-compose.yml": "name: p\ninclude: [a.yml, b.yml]\n", "a.yml": "}", "b.yml": part("flink") },
        });
        const emptied = predict(file("a.yml", "services: {}\n"));
        expect(decide({ services: ["flink"] }, output, emptied).summaries).to.deep.equal([]);
        const restored = predict(file("a.yml", part("kafka")));
        expect(decide({ services: ["flink"] }, output, restored).summaries).to.deep.equal([]);
        expect(decide({ services: ["kafka"] }, output, restored).unpredictable).to.include("only compose can tell");
      });

      it("does not claim that a container of a definition that was only edited is recreated", () => {
        const edited = answer([{ service: "kafka", hash: "of the text before the edit" }, ...ALL.slice(1)]);
        const undone = predict(file("docker-compose.yml", YAML.replace("kafka:1", "kafka:0")));
        expect(decide({}, edited, undone).unpredictable).to.include("only compose can tell");
        expect(decide({ services: ["flink"] }, edited, undone).summaries).to.deep.equal([]);
      });

      it("fails if no earlier task restores it", () => {
        expect(decide({}, answer(found, { head: `refused 1\n${parts}`, files })).fault?.code).to.equal(
          "modules/compose-file",
        );
      });
    });

    it("predicts nothing from a file whose text is unknown", () => {
      const predicted = predict({
        resource: { kind: "path", name: "/opt/p/docker-compose.yml" },
        after: { type: "file" },
      });
      expect(decide({}, answer(ALL), predicted).unpredictable).to.include("docker-compose.yml");
    });
  });
});
