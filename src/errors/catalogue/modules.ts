import { entry, faultsOf, type Catalogue } from "../define.ts";

/** What the modules can find wrong on a target, or in arguments that no schema can describe. */
export const moduleErrors = {
  "modules/step-failed": entry<{ what: string; exit: number }>(
    ({ what, exit }) => `The target could not ${what} (exit status ${exit}).`,
    () => "Read what it said below.",
  ),
  "modules/unexpected-answer": entry<{ what: string }>(
    ({ what }) => `The target's answer about ${what} is not in the form that was asked for.`,
    () => "See below what it said; a tool that is missing or that is not the usual one shows there.",
  ),
  "modules/argument": entry<{ name: string; problem: string; write: string }>(
    ({ name, problem }) => `The argument \`${name}\` ${problem}.`,
    ({ write }) => write,
  ),
  "modules/unreadable": entry<{ path: string }>(
    ({ path }) => `${path} cannot be looked at.`,
    () => "Use `become`, or a login that may read it.",
  ),
  "modules/name-too-long": entry<{ path: string }>(
    ({ path }) => `${path} is longer than the target's file system allows.`,
    () => "Shorten it: most take names of at most 255 bytes, and paths of 4095.",
  ),
  "modules/no-parent": entry<{ path: string; parent: string }>(
    ({ path, parent }) => `${path} cannot be made: its folder ${parent} is not there.`,
    ({ parent }) => `Make it in a task before: \`file: {path: ${parent}, state: directory}\`.`,
  ),
  "modules/parent-not-directory": entry<{ path: string; parent: string }>(
    ({ path, parent }) => `${path} cannot be made: ${parent} is not a folder.`,
    () => "Choose another path, or remove what stands there in a task before.",
  ),
  "modules/is-directory": entry<{ path: string }>(
    ({ path }) => `${path} is a folder.`,
    ({ path }) => `Give the file's full path: ${path}/NAME.`,
  ),
  "modules/other-type": entry<{ path: string; is: string; wanted: string }>(
    ({ path, is, wanted }) => `${path} is a ${is}, not a ${wanted}.`,
    () => "It is not replaced unasked: remove it in a task before (`state: absent`), or choose another path.",
  ),
  "modules/no-file": entry<{ path: string }>(
    ({ path }) => `${path} is not there.`,
    () => "`file` with `state: file` only sets mode and owner; use `copy` or `template` to make a file.",
  ),
  "modules/mount-point": entry<{ path: string }>(
    ({ path }) => `${path} is a mount point, so it cannot be replaced in one step.`,
    () =>
      "Write what is mounted there, or set `unsafe_writes: true`: then it is written in place, and a reader may see half of it.",
  ),
  "modules/mounted-below": entry<{ path: string }>(
    ({ path }) => `${path} is not removed: something is mounted on or below it.`,
    () => "Unmount it first.",
  ),
  "modules/protected": entry<{ path: string }>(
    ({ path }) => `${path} is not removed: the system needs it.`,
    () => "Name the folder below it that is meant.",
  ),
  "modules/no-account": entry<{ kind: "user" | "group"; name: string }>(
    ({ kind, name }) => `The ${kind} ${name} does not exist on the target.`,
    () => "Make it first, or give its number.",
  ),
  "modules/no-chdir": entry<{ path: string }>(
    ({ path }) => `The folder to run in, ${path}, is not there.`,
    () => "Make it in a task before, or correct `chdir`.",
  ),
  "modules/no-package-manager": entry<{ wanted: string }>(
    ({ wanted }) => `The target has no ${wanted}.`,
    () => "Packages can be installed where apt is (Debian, Ubuntu); elsewhere use the `command` module.",
  ),
  "modules/no-package": entry<{ names: readonly string[] }>(
    ({ names }) => `The target's package lists do not have ${names.join(", ")}.`,
    () => "Check the spelling; set `update_cache: true` where the lists may be old or empty.",
  ),
  "modules/no-version": entry<{ name: string; version: string; versions: readonly string[] }>(
    ({ name, version }) => `The target's package lists do not have ${name} ${version}.`,
    ({ versions }) =>
      `They have ${versions.join(", ")}; set \`update_cache: true\` where the lists may be old, or add a source that has it.`,
  ),
  "modules/no-systemd": entry<object>(
    () => "The target is not run by systemd.",
    () => "The `service` module works with systemd only; elsewhere use the `command` module.",
  ),
  "modules/no-unit": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} is not there.`,
    () => "Check the spelling, and that a task before installs what brings it.",
  ),
  "modules/masked-unit": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} is masked, so it can be neither enabled nor started.`,
    ({ unit }) => `Somebody forbade it on purpose; undo that with \`systemctl unmask ${unit}\`.`,
  ),
  "modules/no-probe": entry<{ address: string }>(
    ({ address }) => `Whether ${address} accepts connections cannot be told without bash and timeout on the target.`,
    () => "Install bash there, or wait for a port of the target itself or for a path.",
  ),
  "modules/assert-failed": entry<{ conditions: readonly string[]; message: string | undefined }>(
    ({ conditions, message }) => message ?? `Not so: ${conditions.join("; ")}`,
    () => "See below which conditions do not hold, and what they looked at.",
  ),
  "modules/host-unfit": entry<{ findings: readonly string[] }>(
    ({ findings: [first = "", ...others] }) =>
      others.length === 0
        ? `The host will not do: ${first}.`
        : `The host will not do, for ${others.length + 1} reasons.`,
    () => "Put it right on the host, or in what is asked of the host; nothing has been changed.",
  ),
  "modules/no-docker": entry<{ wanted: string }>(
    ({ wanted }) => `The target has no ${wanted}.`,
    () => "Install the Docker engine with its compose plugin in a task before.",
  ),
  "modules/docker-silent": entry<object>(
    () => "The Docker engine does not answer.",
    () => "Start it in a task before, and use `become` or a login in the group docker.",
  ),
  "modules/no-project": entry<{ path: string }>(
    ({ path }) => `The compose project's folder ${path} is not there.`,
    () => "Make it and its compose file in tasks before.",
  ),
  "modules/compose-file": entry<{ folder: string }>(
    ({ folder }) => `Docker compose refuses the files in ${folder}.`,
    () => "Read below what it says; `docker compose config` in that folder shows the same.",
  ),
  "modules/no-service": entry<{ services: readonly string[]; known: readonly string[] }>(
    ({ services }) => `The compose files have no service ${services.join(", ")}.`,
    ({ known }) => `They have: ${known.join(", ") || "none"}.`,
  ),
  "modules/container-down": entry<{ service: string; status: string }>(
    ({ service, status }) => `The container of ${service} does not stay up: ${status}.`,
    () => "See below the end of its log.",
  ),
} as const satisfies Catalogue;

export const moduleFault = faultsOf(moduleErrors);
