import type { Probe } from "../../module/contract.ts";
import { read, readProgram } from "../../module/script.ts";
import { ANSWER_SECONDS } from "../lib/docker.ts";
import { trust } from "../lib/path/walk.ts";
import { type ComposeArgs, composeWords } from "./args.ts";
import { type ComposeState, parseCompose, TEXT_LIMIT } from "./parse.ts";
import { portHolders } from "../lib/port-holders/port-holders.sh.ts";
import { probe } from "./probe.sh.ts";

export function probeCompose(args: ComposeArgs): Probe<ComposeState> {
  const { project_src, project_name = "", state, services = [] } = args;
  const remove_orphans = args.remove_orphans && !args.services ? "yes" : "";
  const variables = {
    project_src,
    remove_orphans,
    project_name,
    state,
    text_limit: TEXT_LIMIT,
    container_format: FORMAT,
    docker_seconds: ANSWER_SECONDS,
  };
  const words = [...composeWords(args), "config", ...services];
  return {
    script: read`${trust(args)}\n${readProgram(portHolders)}\n${readProgram(probe, { variables, words })}`,
    parse: parseCompose,
  };
}

/** `docker ps` prints an image's id instead of its name if the name now belongs to another image. */
const FORMAT = [
  '{{.Label "com.docker.compose.service"}}',
  '{{.Label "com.docker.compose.config-hash"}}',
  '{{.Label "com.docker.compose.oneoff"}}',
  "{{.ID}}",
  "{{.State}}",
  "{{.Image}}",
  "{{.Status}}",
].join("|");
