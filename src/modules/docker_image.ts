import { moduleFault } from "../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { Unknown } from "../model/unknown.ts";
import type { Answer } from "../module/answer.ts";
import { shellModule } from "../module/contract.ts";
import { read, write } from "../module/script.ts";
import { fields, stepFailed, tail, worked } from "./lib/script-output.ts";
import { ANSWER_SECONDS, ASK_DOCKER, dockerFault, NEEDS_DOCKER, type DockerProblem } from "./lib/docker/docker.ts";

type State = { readonly id: string | undefined } | { readonly problem: DockerProblem; readonly stderr: string };

/** The exit status of `timeout` after the time limit. */
const TIMED_OUT = 124;

export const docker_image = shellModule({
  name: "docker_image",
  summary: "Pulls a Docker image, or removes it.",
  notes: [
    "An existing image is not pulled again, even if its tag has moved in the registry: name a fixed tag or a digest.",
    "Removing an image removes its name; the layers stay while another name uses them. An image that a container uses cannot be removed.",
  ],
  args: {
    required: ["name"],
    shorthand: "name",
    properties: {
      name: {
        type: "string",
        description: "The image: NAME, NAME:TAG, NAME@sha256:DIGEST or NAME:TAG@sha256:DIGEST.",
        pattern: "^[a-z0-9][A-Za-z0-9._/:@-]*$",
        rule: "the name of an image",
      },
      state: {
        type: "string",
        description: "Whether the image should exist.",
        enum: ["present", "absent"],
        default: "present",
      },
      timeout: {
        type: "integer",
        description: "The time limit for pulling or removing the image, in seconds.",
        minimum: 1,
        maximum: 86_400,
        default: 3600,
      },
    },
  },
  returns: { name: "The image with its tag.", id: "Its id, if it exists." },
  examples: [
    { title: "Pull an image before it is needed", args: { name: "versity/versitygw:v1.8.0" } },
    { title: "Remove an image", args: { name: "hello-world:latest", state: "absent" } },
  ],
  probe: ({ name }) => ({
    script: read`${NEEDS_DOCKER}
${ASK_DOCKER}
id=$(ask_docker image inspect --format '{{.Id}}' -- ${withTag(name)}) && { echo "id $id"; exit 0; }
late "$?"
same=$(ask_docker image ls -q --filter reference=${withTag(name)}) || { late "$?"; echo 'silent 1'; exit 0; }
[ -n "$same" ] || echo 'absent 1'`,
    parse,
  }),
  decide: ({ name, state }, found, predicted) => {
    const image = withTag(name);
    const resource = { kind: "image", name: image } as const;
    const later = predicted.get(resource);
    const pending = predicted.any("package") || predicted.any("unit");
    if ("problem" in found && later === undefined) {
      const nothing = { changes: [], result: { name: image } };
      if (!pending) return { ...nothing, fault: dockerFault(found.problem, found.stderr) };
      // An engine that is stopped has kept its images.
      if (found.problem === "silent") return { ...nothing, unpredictable: STOPPED };
    }
    const before = later === undefined ? ("id" in found ? (found.id ?? null) : null) : later;
    if (state === "absent") {
      const removal = { resource, summary: `remove the image ${image}`, before, after: null };
      return { changes: before === null ? [] : [removal], result: { name: image } };
    }
    if (before !== null) return { changes: [], result: { name: image, id: before } };
    return {
      changes: [{ resource, summary: `pull ${image}`, before, after: PULLED }],
      result: { name: image, id: PULLED },
    };
  },
  background: true,
  apply: ({ name, state, timeout }) => {
    const image = withTag(name);
    if (state === "absent")
      return {
        script: write`with_environment timeout ${timeout} docker image rm -- ${image}`,
        parse: (answer) => worked(stepOf(`remove the image ${image}`, timeout, answer))(answer),
      };
    return {
      script: write`with_environment timeout ${timeout} docker pull -q -- ${image} >&2 && with_environment timeout ${ANSWER_SECONDS} docker image inspect --format '{{.Id}}' -- ${image}`,
      parse: (answer) => (answer.exit === 0 ? good({ id: answer.stdout.trim() }) : pullFailed(image, timeout, answer)),
    };
  },
});

/** What registries and Docker say of a login that is missing or wrong; some say the same of an image that does not exist. */
const FORBIDDEN = /unauthorized|denied:|access denied|authentication required|no basic auth credentials|403 Forbidden/i;

function pullFailed(image: string, timeout: number, answer: Answer): Outcome<never> {
  if (!FORBIDDEN.test(answer.stderr)) return stepFailed(stepOf(`pull the image ${image}`, timeout, answer), answer);
  const { exit, stdout, stderr } = answer;
  const details = tail(stderr);
  return bad(moduleFault("modules/image-forbidden", { image }, { details, result: { rc: exit, stdout, stderr } }));
}

function stepOf(step: string, seconds: number, { exit }: Answer): string {
  return `${step}${exit === TIMED_OUT ? ` within ${seconds} s` : ""}`;
}

const STOPPED = "docker does not answer yet, and only it knows its images";
const PULLED = new Unknown("the image has not been pulled yet");

/** The exit status of `docker image inspect` is the same for every error: an image is absent if the engine lists none of its name. */
function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("docker") === "no-docker") return good({ problem: "no-docker", stderr: "" });
  if (output.get("silent")) return good({ problem: "silent", stderr: answer.stderr });
  const id = output.get("id");
  return id || output.get("absent") ? good({ id }) : stepFailed("look for the image", answer);
}

/** Docker's rule: without a tag or digest, the tag is `latest`. */
function withTag(name: string): string {
  return /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
}
