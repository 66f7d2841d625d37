import type { Probe } from "../../module/contract.ts";
import { read, readProgram } from "../../module/script.ts";
import { ASK_DOCKER } from "../lib/docker/docker.ts";
import { normalPath } from "../lib/path/args.ts";
import { trust } from "../lib/path/walk.ts";
import { type ComposeArgs, composeFiles, composeWords } from "./args.ts";
import { type ComposeState, parseCompose, TEXT_LIMIT } from "./parse.ts";
import { portHolders } from "../lib/port-holders/port-holders.sh.ts";
import { probe } from "./probe.sh.ts";
import { WANTED_KEYS } from "./wanted-settings.ts";

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
    inspect_format: INSPECT_FORMAT,
    project_folder: normalPath(project_src),
    config_files: composeFiles(args)
      .map((file) => normalPath(file.startsWith("/") ? file : `${project_src}/${file}`))
      .join(","),
    changes_limit: CHANGES_LIMIT,
    wanted_keys: WANTED_KEYS.join("\\|"),
  };
  const words = [...composeWords(args), "config", ...services];
  return {
    script: read`${trust(args)}\n${readProgram(portHolders)}\n${ASK_DOCKER}\n${readProgram(probe, { variables, words })}`,
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

/** A container's last start, its settings, and the source of each bind mount that it may only read. */
const INSPECT_FORMAT = [
  "started {{.Id}} {{.RestartCount}} {{.State.StartedAt}}",
  'host {{.Id}} {"config":{{json .HostConfig}},"mounts":{{json .Mounts}},"user":{{json .Config.User}},"volumes":{{json .Config.Volumes}}}',
  '{{range .Mounts}}{{if and (eq .Type "bind") (not .RW)}}mounted {{.Source}}{{println}}{{end}}{{end}}',
].join("{{println}}");

/** How many entries of mounted files and folders are looked at, those changed last. */
const CHANGES_LIMIT = 2000;
