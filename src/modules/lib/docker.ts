import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { read } from "../../module/script.ts";
import { tail } from "./script-output.ts";

/** Why docker cannot be asked: `no-docker`, `no-compose` or `silent`. */
export type DockerTrouble = "no-docker" | "no-compose" | "silent";

/** Ends the script with `no-docker` where there is no docker to ask. */
export const NEEDS_DOCKER = read`with_environment command -v docker >/dev/null 2>&1 || { echo 'docker no-docker'; exit 0; }`;

const SILENT =
  /Cannot connect to the Docker daemon|permission denied while trying to connect|error during connect|connection refused/i;

export function isSilent({ stderr }: Answer): boolean {
  return SILENT.test(stderr);
}

/** Whatever is wrong may come with a task before, so it is `missing`. */
export function dockerFault(trouble: DockerTrouble, said: string): Fault {
  const extras = { missing: true, details: tail(said) };
  switch (trouble) {
    case "no-docker":
      return moduleFault("modules/no-docker", { wanted: "docker" }, extras);
    case "no-compose":
      return moduleFault("modules/no-docker", { wanted: "compose plugin of docker" }, extras);
    case "silent":
      return moduleFault("modules/docker-silent", {}, extras);
  }
}
