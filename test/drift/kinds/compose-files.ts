import { onServer, type Kind } from "../drift.ts";
import { lookAtContainer, lookAtFile } from "./looks.ts";
import { ENV_FILES, MAIN_FILES, PARTS, PROJECT, SERVICES, type SiteFile } from "./targets.ts";

const EDIT = "sed -i 's/pids_limit: [0-9]*/pids_limit: 3000/'";

/** What compose reads, changed and sometimes also applied by hand. */
export const COMPOSE_KINDS: readonly Kind[] = [
  {
    name: "compose-file-edited",
    draw: (random) => ofFile(random.pick(PARTS), "pids_limit edited in", (path) => `${EDIT} ${path}`),
  },
  {
    name: "compose-file-broken",
    draw: (random) => ofFile(random.pick(PARTS), "not YAML any more:", (path) => `echo '}' >>${path}`),
  },
  {
    name: "compose-main-deleted",
    draw: (random) => ofFile(random.pick(MAIN_FILES), "deleted", (path) => `rm ${path}`),
  },
  {
    name: "compose-main-edited",
    draw: (random) => ofFile(random.pick(MAIN_FILES), "a part removed from", (path) => `sed -i '$d' ${path}`),
  },
  {
    name: "env-file-edited",
    draw: (random) => ofFile(random.pick(ENV_FILES), "a line appended to", (path) => `echo DRIFT=1 >>${path}`),
  },
  {
    name: "env-file-deleted",
    draw: (random) => ofFile(random.pick(ENV_FILES), "deleted", (path) => `rm ${path}`),
  },
  {
    name: "compose-file-edited-and-applied",
    draw(random) {
      const service = random.pick(SERVICES);
      const { host, name, main } = service;
      // The service's definition is in one of them; all services of that file change, but only this one is made anew.
      const files = `${PROJECT}/*.yml`;
      return onServer({
        ...{ host, part: name, what: `pids_limit of ${name} edited, and brought up by hand` },
        apply: `cd ${PROJECT} && file=$(grep -lE '^  ${name}:' ${files}) && ${EDIT} "$file" && docker compose -f ${main} up -d ${name}`,
        look: `${lookAtContainer(service)}; sha256sum ${files}`,
      });
    },
  },
];

function ofFile({ host, part, path }: SiteFile, how: string, apply: (path: string) => string) {
  return onServer({ host, part, what: `${how} ${path}`, apply: apply(path), look: lookAtFile(path) });
}
