import { expect } from "chai";
import type { Answer } from "../../src/module/answer.ts";
import { docker_image } from "../../src/modules/docker_image.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "./lib/target.ts";

const PRESENT = answered("id sha256:1\n");
const MISSING = answered("absent 1\n", "Whatever docker says.\n");
const SILENT = answered(
  "silent 1\n",
  "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is it running?\n",
);
const NO_DOCKER = answered("docker no-docker\n");

function decide(args: Record<string, unknown>, answer: Answer, predicted = NOTHING_PREDICTED) {
  const full = withDefaults(docker_image, args);
  const state = docker_image.probe(full).parse(answer);
  if (!state.ok) throw new Error(state.faults[0].message);
  return docker_image.decide(full, state.value, predicted);
}

describe("docker_image", () => {
  it("pulls a missing image once", () => {
    expect(decide({ name: "a:1" }, PRESENT)).to.deep.equal({ changes: [], result: { name: "a:1", id: "sha256:1" } });
    const first = decide({ name: "a:1" }, MISSING);
    expect(first.changes.map(({ summary }) => summary)).to.deep.equal(["pull a:1"]);
    expect(decide({ name: "a:1" }, MISSING, predictedFrom(first.changes)).changes).to.deep.equal([]);
  });

  it("removes an existing image", () => {
    expect(decide({ name: "a:1", state: "absent" }, PRESENT).changes).to.have.length(1);
    expect(decide({ name: "a:1", state: "absent" }, MISSING).changes).to.deep.equal([]);
  });

  it("adds the tag that docker would", () => {
    const named = (name: string) => decide({ name }, PRESENT).result["name"];
    const names = ["a", "a:1", "host:5000/a", "host:5000/a:1", "a@sha256:0f", "a:1@sha256:0f"];
    expect(names.map(named)).to.deep.equal([
      "a:latest",
      "a:1",
      "host:5000/a:latest",
      "host:5000/a:1",
      "a@sha256:0f",
      "a:1@sha256:0f",
    ]);
  });

  it("fails without docker, and predicts the pull if an earlier task would install docker", () => {
    for (const [answer, code] of [
      [NO_DOCKER, "modules/no-docker"],
      [SILENT, "modules/docker-silent"],
    ] as const) {
      expect(decide({ name: "a:1" }, answer).fault).to.include({ code, missing: true });
    }
    const predicted = predictedFrom([{ resource: { kind: "package", name: "docker.io" }, after: "1" }]);
    expect(decide({ name: "a:1" }, NO_DOCKER, predicted).changes).to.have.length(1);
  });

  it("cannot predict whether a stopped engine, which an earlier task would start, has the image", () => {
    const started = predictedFrom([{ resource: { kind: "unit", name: "docker.service" }, after: { active: true } }]);
    expect(decide({ name: "a:1" }, SILENT, started)).to.deep.equal({
      changes: [],
      result: { name: "a:1" },
      unpredictable: "docker does not answer yet, and only it knows its images",
    });
    expect(decide({ name: "a:1" }, NO_DOCKER, started).changes).to.have.length(1);
  });

  it("limits the time for a pull, and says so", () => {
    const full = withDefaults(docker_image, { name: "a:1", timeout: 7 });
    const [change] = decide({ name: "a:1" }, MISSING).changes;
    if (!change) throw new Error("nothing to pull");
    const { script, parse } = docker_image.apply(full, [change], { id: undefined });
    expect(script.text).to.match(/timeout '7' docker pull/);
    const outcome = parse?.(answered("", "", 124));
    expect(outcome?.ok === false && outcome.faults[0].message).to.equal(
      "The target could not pull the image a:1 within 7 s (exit status 124).",
    );
  });

  it("returns the id of the pulled image", () => {
    const full = withDefaults(docker_image, { name: "a:1" });
    const [change] = decide({ name: "a:1" }, MISSING).changes;
    if (!change) throw new Error("nothing to do");
    const { parse } = docker_image.apply(full, [change], { id: undefined });
    expect(parse?.(answered("sha256:2\n"))).to.deep.equal({ ok: true, value: { id: "sha256:2" } });
    expect(parse?.(answered("", "no space left on device", 1)).ok).to.equal(false);
  });

  it("says that a registry wants a login, or another one, and keeps what Docker says", () => {
    const full = withDefaults(docker_image, { name: "r.example.org/a:1" });
    const [change] = decide({ name: "r.example.org/a:1" }, MISSING).changes;
    if (!change) throw new Error("nothing to do");
    const { parse } = docker_image.apply(full, [change], { id: undefined });
    const refusals = [
      "Error response from daemon: unauthorized: authentication required",
      'Error response from daemon: Head "https://r.example.org/v2/a/manifests/1": unauthorized: incorrect username or password',
      "Error response from daemon: pull access denied for a, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'Error response from daemon: Head "https://r.example.org/v2/a/manifests/1": no basic auth credentials',
    ];
    for (const text of refusals) {
      const outcome = parse?.(answered("", `${text}\n`, 1));
      if (outcome?.ok !== false) throw new Error("the pull has not failed");
      expect(outcome.faults[0]).to.include({
        code: "modules/image-forbidden",
        message: "The registry does not let this server pull the image r.example.org/a:1.",
      });
      expect(outcome.faults[0].hint).to.include("docker_registry_logins");
      expect(outcome.faults[0].details).to.deep.equal([text]);
    }
    const other = parse?.(answered("", "Error response from daemon: manifest for a:1 not found\n", 1));
    expect(other?.ok === false && other.faults[0].code).to.equal("modules/step-failed");
  });
});
