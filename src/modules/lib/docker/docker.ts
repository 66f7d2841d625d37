import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { read, readProgram } from "../../../module/script.ts";
import { tail } from "../script-output.ts";
import { askDocker } from "./ask-docker.sh.ts";

/** Why docker cannot be used. `silent`: the engine does not answer. */
export type DockerProblem = "no-docker" | "no-compose" | "silent";

/** Seconds after which an engine that accepts requests but answers none counts as silent. */
export const ANSWER_SECONDS = 30;

/** Functions of a script that asks the engine: see ask-docker.sh. */
export const ASK_DOCKER = readProgram(askDocker, { variables: { docker_seconds: ANSWER_SECONDS } });

/** Ends the script with `no-docker` if docker is not installed. */
export const NEEDS_DOCKER = read`with_environment command -v docker >/dev/null 2>&1 || { echo 'docker no-docker'; exit 0; }`;

/** An earlier task may fix any of these problems, so the fault is `missing`. */
export function dockerFault(problem: DockerProblem, stderr: string): Fault {
  const extras = { missing: true, details: tail(stderr) };
  switch (problem) {
    case "no-docker":
      return moduleFault("modules/no-docker", { program: "docker" }, extras);
    // What docker says then is only how to use docker.
    case "no-compose":
      return moduleFault("modules/no-docker", { program: "compose plugin of docker" }, { missing: true });
    case "silent":
      return moduleFault("modules/docker-silent", {}, extras);
  }
}
