import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Apply } from "../../module/contract.ts";
import { readProgram, type Script, write } from "../../module/script.ts";
import { captured } from "../lib/capture.ts";
import { normalPath } from "../lib/path/args.ts";
import { portHolders } from "../lib/port-holders/port-holders.sh.ts";
import { arrived, trust } from "../lib/path/walk.ts";
import { type ComposeArgs, composeWords } from "./args.ts";
import { type Action, actionFor } from "./action.ts";
import { fromCompose } from "./diff.ts";
import type { ComposeState } from "./parse.ts";

/** An engine may hang, and `up` waits forever for a dependency that never becomes healthy: so every call has a time limit. */
export function applyCompose(args: ComposeArgs, changes: NonEmpty<Change>, state: ComposeState): Apply {
  const step = { present: up, restarted: restart, stopped: stop, absent: remove }[args.state](
    args,
    namesIn(changes),
    state,
  );
  const script = write`${trust(args)}
${readProgram(portHolders)}
if enter ${args.project_src}; then
unmoved || refuse
PWD=${args.project_src}
else
case $obstacle in missing | not-folder) cd / ;; *) refuse ;; esac
fi
${captured("compose", step, PORT_HOLDERS)}`;
  const path = normalPath(args.project_src);
  return { script, parse: (answer) => arrived(path, STEP_NAMES[args.state](args, answer.exit))(answer) };
}

/** Names who holds a port that compose could not bind. */
const PORT_HOLDERS = write`port_holders "$(tail -n 20 -- "$output")" none >&2`;

const STEP_NAMES: Readonly<Record<ComposeArgs["state"], (args: ComposeArgs, exit: number) => string>> = {
  present: within("start the containers"),
  restarted: within("restart the containers"),
  stopped: within("stop the containers"),
  absent: within("remove the containers"),
};

function within(step: string) {
  return ({ wait_timeout }: ComposeArgs, exit: number) =>
    exit === TIMED_OUT ? `${step} within ${wait_timeout} s` : step;
}

/** The exit status of `timeout` after the time limit. */
const TIMED_OUT = 124;

function namesIn(changes: readonly Change[]): readonly string[] {
  return changes
    .map(({ resource }) => resource.name.slice(resource.name.indexOf("/") + 1))
    .filter((name) => name !== "");
}

/** Only the changed services, but not with `--no-deps`: without its dependencies a service has a different digest. */
function up(args: ComposeArgs, names: readonly string[], state: ComposeState): Script<"write"> {
  const actions = ownWork(args, names, state);
  const recreated = names.filter((name) => actions.get(name) === "recreate");
  const restarted = names.filter((name) => args.state === "present" && actions.get(name) === "restart");
  const forced = recreated.length === 0 ? [] : [upCommand(args, ["--force-recreate"], recreated)];
  const rest = names.filter((name) => !recreated.includes(name) && (!state.hashes || state.hashes.has(name)));
  const orphans = args.remove_orphans && !args.services ? ["--remove-orphans"] : [];
  // Without names it would bring up all services.
  const others = forced.length > 0 && rest.length === 0 && orphans.length === 0 ? [] : [upCommand(args, orphans, rest)];
  const restarts = restarted.length === 0 ? [] : [restartCommand(args, restarted)];
  return write`${unpause(args, names, state)}\n${joined([...forced, ...others, ...restarts])}`;
}

/** What compose does not do by itself with containers of unchanged definitions. */
function ownWork(
  args: ComposeArgs,
  names: readonly string[],
  state: ComposeState,
): ReadonlyMap<string, Action["ownWork"]> {
  const services = fromCompose(args, state)?.services;
  return new Map(
    names.map((name) => {
      const service = services?.get(name);
      const action = service && service.settings.replicas > 0 ? actionFor(name, service, state) : undefined;
      return [name, action instanceof Unknown ? undefined : action?.ownWork];
    }),
  );
}

function upCommand(args: ComposeArgs, options: readonly string[], services: readonly string[]): Script<"write"> {
  return write`with_environment timeout ${args.wait_timeout} docker ${composeWords(args)} up -d --quiet-pull --pull ${args.pull} ${options} ${services}`;
}

function restartCommand(args: ComposeArgs, services: readonly string[]): Script<"write"> {
  return write`with_environment timeout ${args.wait_timeout} docker ${composeWords(args)} restart ${services}`;
}

/** The commands in turn, until one fails. */
function joined([first = write`:`, ...rest]: readonly Script<"write">[]): Script<"write"> {
  return rest.reduce((all, command) => write`${all} && ${command}`, first);
}

/** Missing and outdated containers are brought up first, because `compose restart` restarts containers unchanged. */
function restart(args: ComposeArgs, names: readonly string[], state: ComposeState): Script<"write"> {
  return write`${up(args, names, state)} && ${restartCommand(args, names)}`;
}

function stop(args: ComposeArgs, names: readonly string[], state: ComposeState): Script<"write"> {
  return write`${unpause(args, names, state)}\nwith_environment timeout ${args.wait_timeout} docker ${teardownWords(args, state)} stop ${names}`;
}

function remove(args: ComposeArgs, names: readonly string[], state: ComposeState): Script<"write"> {
  const volumes = args.remove_volumes ? ["-v"] : [];
  const words = teardownWords(args, state);
  if (args.services)
    return write`${unpause(args, names, state)}\nwith_environment timeout ${args.wait_timeout} docker ${words} rm -s -f ${volumes} ${names}`;
  return write`${unpause(args, names, state)}\nwith_environment timeout ${args.wait_timeout} docker ${words} down --remove-orphans ${volumes}`;
}

/** If compose cannot read the files, the project's name is enough to stop and remove containers. */
function teardownWords(args: ComposeArgs, { hashes, name }: ComposeState): readonly string[] {
  return hashes ? composeWords(args) : ["compose", "--ansi", "never", "-p", args.project_name ?? name ?? ""];
}

/** A paused container can be neither started nor stopped. */
function unpause(
  { wait_timeout }: ComposeArgs,
  names: readonly string[],
  { containers }: ComposeState,
): Script<"write"> {
  const paused = containers.filter(({ service, state }) => state === "paused" && names.includes(service));
  if (paused.length === 0) return write`:`;
  return write`with_environment timeout ${wait_timeout} docker unpause ${paused.map(({ id }) => id)} || exit`;
}
