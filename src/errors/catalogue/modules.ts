import { certainEntry, entry, faultsOf, type Catalogue } from "../define.ts";
import { asClause } from "../fault.ts";

/** Faults that modules find on a target, or in arguments beyond what a schema can check. */
export const moduleErrors = {
  "modules/of-project": entry<{ message: string; hint: string }>(
    ({ message }) => message,
    ({ hint }) => hint,
  ),
  "modules/threw": certainEntry<{ file: string; line: number | undefined; problem: string }>(
    ({ file, line, problem }) =>
      `The module ${file} threw an error${line === undefined ? "" : ` in line ${line}`}: ${problem}.`,
    () => "Correct the file. A step that expects a failure returns it: `fault(...)` makes one.",
  ),
  "modules/step-failed": entry<{ what: string; exit: number }>(
    ({ what, exit }) => `The target could not ${what} (exit status ${exit}).`,
    () => "See its output above.",
  ),
  "modules/unexpected-answer": entry<{ what: string }>(
    ({ what }) => `The target's answer about ${what} is not in the expected form.`,
    () => "See its output above. It shows whether a tool is missing or is not the usual one.",
  ),
  "modules/argument": certainEntry<{ name: string; problem: string; write: string }>(
    ({ name, problem }) => `The argument \`${name}\` ${problem}.`,
    ({ write }) => write,
  ),
  "modules/unreadable": entry<{ path: string }>(
    ({ path }) => `The task's user may not read ${path} on the target.`,
    () => "Use `become`, or log in as a user who may read it.",
  ),
  "modules/closed-folder": entry<{ path: string; folder: string }>(
    ({ path, folder }) => `${path} cannot be reached: this user may not enter the folder ${folder}.`,
    () => "Use `become`, or log in as a user who may enter it.",
  ),
  "modules/unsafe-link": entry<{ path: string; link: string; owner: string }>(
    ({ path, link, owner }) =>
      `${path} is not safe to reach: ${link === path ? "it" : link} is a symbolic link that belongs to the user ${owner}, who can let it lead anywhere.`,
    ({ link, owner }) =>
      `Name the folder that it leads to, give the link to root (\`chown -h root ${link}\`), or set \`follow_unsafe_links: true\` if you trust ${owner}.`,
  ),
  "modules/hard-links": entry<{ path: string }>(
    ({ path }) =>
      `${path} is not safe to use: it has other names, too, and other users may create names in its folder, so one of them may have linked someone else's file to it.`,
    ({ path }) =>
      `Find its other names with \`find / -xdev -samefile ${path}\` on the target and remove them, or set \`follow_unsafe_links: true\` if you trust these users.`,
  ),
  "modules/path-changed": entry<{ path: string; folder: string }>(
    ({ path, folder }) => `${path} was not changed: somebody replaced ${folder} while the task ran.`,
    () => "Find out which program on the target renames or replaces it, then run the playbook again.",
  ),
  "modules/name-too-long": certainEntry<{ path: string }>(
    ({ path }) => `${path} is longer than the target's file system allows.`,
    () => "Shorten it: most file systems accept names of at most 255 bytes and paths of at most 4095 bytes.",
  ),
  "modules/no-parent": entry<{ path: string; parent: string }>(
    ({ path, parent }) => `${path} cannot be created: its folder ${parent} does not exist.`,
    ({ parent }) => `Create it in an earlier task: \`file: {path: ${parent}, state: directory}\`.`,
  ),
  "modules/parent-not-directory": entry<{ path: string; parent: string }>(
    ({ path, parent }) => `${path} cannot be created: ${parent} is not a folder.`,
    () => "Choose another path, or remove the existing file in an earlier task.",
  ),
  "modules/not-writable": entry<{ path: string; parent: string }>(
    ({ path, parent }) => `${path} cannot be changed: nothing can be created or removed in the folder ${parent}.`,
    () =>
      "Use `become`, log in as a user who may write there, or choose a path on a file system that is not read-only.",
  ),
  "modules/is-directory": entry<{ path: string; isLink: boolean }>(
    ({ path, isLink }) => `${path} is a ${isLink ? "symbolic link to a folder" : "folder"}.`,
    ({ path, isLink }) =>
      `Give the file's full path: ${path === "/" ? "" : path}/NAME.${isLink ? ` To replace the link, remove it in an earlier task: \`file: {path: ${path}, state: absent}\`.` : ""}`,
  ),
  "modules/names-folder": certainEntry<{ path: string }>(
    ({ path }) => `${path} names a folder, because it ends with a slash.`,
    ({ path }) => `Give the file's full path: ${path.replace(/\.?$/, "")}NAME.`,
  ),
  "modules/dangling-link": entry<{ path: string; target: string }>(
    ({ path, target }) =>
      `The symbolic link ${path} cannot be followed: it leads to ${target}, whose folder does not exist.`,
    () => "Create that folder in an earlier task, or leave out `follow` to replace the link.",
  ),
  "modules/link-loop": entry<{ path: string }>(
    ({ path }) => `${path} cannot be reached: a symbolic link on the way leads back to itself.`,
    () => "Correct the link, or remove it in an earlier task with `file` and `state: absent`.",
  ),
  "modules/stat-failed": entry<{ path: string }>(
    ({ path }) => `The target cannot look at ${path}.`,
    () => "See its reason above.",
  ),
  "modules/other-type": entry<{ path: string; actual: string; desired: string }>(
    ({ path, actual, desired }) => `${path} is a ${actual}, not a ${desired}.`,
    ({ actual }) =>
      `${actual === "symbolic link" ? "Name what it leads to" : "Choose another path"}, or remove it in an earlier task (\`state: absent\`): it is not replaced automatically.`,
  ),
  "modules/no-file": entry<{ path: string }>(
    ({ path }) => `The target has no file ${path}.`,
    () => "Use `copy` or `template` to create a file: `file` with `state: file` only sets mode and owner.",
  ),
  "modules/nothing-to-edit": entry<{ path: string; create: boolean }>(
    ({ path }) => `${path} does not exist, so it cannot be edited.`,
    ({ create }) =>
      create
        ? "Set `create: true` to create it, create it in an earlier task, or correct `path`."
        : "Create it in an earlier task, or correct `path`.",
  ),
  "modules/text-too-large": entry<{ path: string; size: number }>(
    ({ path, size }) => `${path} has ${size} bytes, which is too much: 1 MiB can be edited.`,
    () => "Edit it with a `command` that changes the file on the target, such as sed.",
  ),
  "modules/not-text": entry<{ path: string }>(
    ({ path }) => `${path} is not UTF-8 text, so it cannot be edited.`,
    () => "Convert it with a `command` such as iconv, or replace the whole file with `copy`.",
  ),
  "modules/not-valid": entry<{ path: string; command: string; exit: number }>(
    ({ path, command, exit }) =>
      `The command \`${command}\` rejects the new content of ${path} (exit status ${exit}), so the old file stays.`,
    () => "Correct the content, or the command. See its output above.",
  ),
  "modules/validate-ended": entry<{ path: string; command: string; seconds: number }>(
    ({ path, command, seconds }) =>
      `The command \`${command}\` was killed while it checked the new content of ${path}, as it is after ${seconds} s, so the old file stays.`,
    () => "Use a command that ends soon and waits for no input.",
  ),
  "modules/slow-pattern": entry<{ name: string; path: string }>(
    ({ name, path }) => `The regular expression \`${name}\` takes longer than a second on ${path}.`,
    () => "Write a simpler one: smaller counts, and fewer groups inside groups.",
  ),
  "modules/mount-point": entry<{ path: string }>(
    ({ path }) => `${path} is a mount point, so it cannot be replaced in one step.`,
    () =>
      "Write the file that is mounted there, or set `unsafe_writes: true` to write in place: a reader may then see half of it.",
  ),
  "modules/mounted-below": entry<{ path: string }>(
    ({ path }) => `${path} cannot be removed: something is mounted on or below it.`,
    () => "Unmount it first.",
  ),
  "modules/protected": certainEntry<{ path: string }>(
    ({ path }) => `${path} cannot be removed: the system needs it.`,
    () => "Name the folder below it that you mean.",
  ),
  "modules/no-account": entry<{ kind: "user" | "group"; name: string }>(
    ({ kind, name }) => `The ${kind} ${name} does not exist on the target.`,
    () => "Create it first, or give its number.",
  ),
  "modules/no-chdir": entry<{ path: string }>(
    ({ path }) => `The working directory ${path} does not exist.`,
    () => "Create it in an earlier task, or correct `chdir`.",
  ),
  "modules/closed-chdir": entry<{ path: string }>(
    ({ path }) => `The working directory ${path} cannot be entered: it is not a folder, or this user may not enter it.`,
    () => "Correct `chdir`, use `become`, or log in as a user who may enter it.",
  ),
  "modules/no-package-manager": entry<{ program: string }>(
    ({ program }) => `The target has no ${program}, so it cannot install packages.`,
    () =>
      "Packages can be installed with apt (Debian, Ubuntu), dnf (Fedora, Red Hat Enterprise Linux) and zypper (SUSE); use the `command` module for other programs.",
  ),
  "modules/no-package": entry<{ names: readonly string[]; similar: readonly string[] }>(
    ({ names }) => `The target's package lists do not have ${names.join(", ")}.`,
    ({ similar }) =>
      `${similar.length === 0 ? "Check the spelling." : `Did you mean ${similar.map((name) => `\`${name}\``).join(", ")}?`} Set \`update_cache: true\` if the lists may be old or empty.`,
  ),
  "modules/virtual-package": entry<{ name: string; providers: readonly string[] }>(
    ({ name }) => `${name} is a virtual package, which other packages provide.`,
    ({ providers }) => `Name one of these packages instead: ${providers.join(", ")}.`,
  ),
  "modules/held-package": entry<{ name: string; version: string }>(
    ({ name, version }) => `The package ${name} is held at version ${version}, so apt neither changes nor removes it.`,
    ({ name }) => `Leave the package out, or release it in an earlier task: \`command: apt-mark unhold ${name}\`.`,
  ),
  "modules/apt-locked": entry<{ lock: string; holder: string; seconds: number }>(
    ({ lock, holder, seconds }) => `The lock ${lock} of apt is not free after ${seconds} s: ${holder} holds it.`,
    () => "Wait for that program to end, or raise `lock_timeout`.",
  ),
  "modules/dpkg-interrupted": entry<object>(
    () => "The target's package manager was interrupted and has to be repaired first.",
    () => "Run `dpkg --configure -a` on the target, or as a `command` in an earlier task.",
  ),
  "modules/no-version": entry<{ name: string; version: string; versions: readonly string[] }>(
    ({ name, version }) => `The target's package lists have no version ${version} of ${name}.`,
    ({ versions }) =>
      `Choose one of ${versions.join(", ")}, set \`update_cache: true\` if the lists may be old, or add a source that has it.`,
  ),
  "modules/no-systemd": entry<object>(
    () => "The target does not run systemd.",
    () => "Use the `command` module: the `service` module works with systemd only.",
  ),
  "modules/no-unit": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} does not exist.`,
    () => "Check the spelling, and that an earlier task installs the package with the unit.",
  ),
  "modules/masked-unit": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} is masked, so it can be neither enabled nor started.`,
    () => "Set `masked: false` if it is safe to unmask it: somebody masked it on purpose.",
  ),
  "modules/own-unit-file": entry<{ unit: string; path: string }>(
    ({ unit, path }) => `The unit ${unit} cannot be masked: its file ${path} is where the mask would be.`,
    () => "Remove the file in an earlier task, or use `state: stopped` and `enabled: false`.",
  ),
  "modules/generated-unit": entry<{ unit: string; source: string }>(
    ({ unit, source }) =>
      `Whether ${unit} starts at boot cannot be changed with systemctl: it is generated${source === "" ? "" : ` from ${source}`}.`,
    ({ source }) => `Change ${source === "" ? "what it is generated from" : source}, or leave out \`enabled\`.`,
  ),
  "modules/transient-unit": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} cannot be enabled: it is transient, so it is gone after the next boot.`,
    () => "Write a unit file in an earlier task, or leave out `enabled`.",
  ),
  "modules/bad-unit": certainEntry<{ unit: string; loadError: string }>(
    ({ unit, loadError }) => `The unit ${unit} cannot be loaded${loadError === "" ? "" : `: ${asClause(loadError)}`}.`,
    ({ unit }) => `Correct its file; \`systemd-analyze verify ${unit}\` on the target lists what is wrong.`,
  ),
  "modules/script-not-read": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} does not exist yet: systemd has not read its script in /etc/init.d.`,
    () => "Set `daemon_reload: true`.",
  ),
  "modules/cannot-reload": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} cannot be reloaded: its file has no ExecReload.`,
    () => "Use `state: restarted`.",
  ),
  "modules/unit-refuses": entry<{ unit: string; what: string }>(
    ({ unit, what }) => `The unit ${unit} cannot be ${what} by hand: its file refuses that.`,
    () => "Start or stop the units that depend on it.",
  ),
  "modules/unit-ended": entry<{ unit: string; how: string }>(
    ({ unit, how }) => `The unit ${unit} does not stay up: ${how}.`,
    ({ unit }) =>
      `See its status and the end of its log above; \`journalctl -u ${unit}\` on the target prints all of it.`,
  ),
  "modules/unit-skipped": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} was not started, because a condition in its file is not met.`,
    () => "See its status above, which names the condition.",
  ),
  "modules/unit-active-again": entry<{ unit: string }>(
    ({ unit }) => `The unit ${unit} is active again right after it was stopped.`,
    () => "Stop the socket, timer or other unit that starts it, too.",
  ),
  "modules/boot-unchanged": entry<{ unit: string; state: string }>(
    ({ unit, state }) =>
      `The unit ${unit} is still ${state}, although systemd has carried out the change of \`enabled\`.`,
    ({ unit }) => `Look at the [Install] section that \`systemctl cat ${unit}\` prints on the target.`,
  ),
  "modules/no-probe": entry<{ address: string }>(
    ({ address }) => `Without bash and timeout the target cannot check whether ${address} accepts connections.`,
    () => "Install them there, or wait for one of the target's own ports or for a path.",
  ),
  "modules/assert-failed": entry<{ conditions: readonly string[]; message: string | undefined }>(
    ({ conditions, message }) => message ?? `These conditions do not hold: ${conditions.join("; ")}.`,
    () => "See above which conditions do not hold, and the values in them.",
  ),
  "modules/fail": certainEntry<{ message: string }>(
    ({ message }) => message,
    () => "The project demands this failure: see the task's `when` and its message.",
  ),
  "modules/host-unfit": entry<{ findings: readonly string[] }>(
    ({ findings: [first = "", ...others] }) =>
      others.length === 0
        ? `The host does not meet a requirement: ${first}.`
        : `The host does not meet ${others.length + 1} requirements.`,
    () => "Fix the host, or change the requirements. Nothing has been changed.",
  ),
  "modules/no-docker": entry<{ program: string }>(
    ({ program }) => `The target has no ${program}, so it cannot run containers.`,
    ({ program }) =>
      program === "docker"
        ? "Install the Docker engine with its compose plugin in an earlier task."
        : "Install its package in an earlier task: docker-compose-plugin if Docker is from Docker's own repository, docker-compose-v2 on Ubuntu, or docker-compose on Debian 13 or newer.",
  ),
  "modules/unlisted-packages": entry<{ asked: readonly string[] }>(
    ({ asked }) => `The target has no package manager of these: ${asked.join(", ")}.`,
    () => "Read its packages with a command, and register the output.",
  ),
  "modules/no-entry": entry<{ database: string; key: string }>(
    ({ database, key }) => `The database ${database} has no entry ${key}.`,
    () => "Create it in an earlier task, or write `fail_key: false` if it may be missing.",
  ),
  "modules/unlisted-database": entry<{ database: string }>(
    ({ database }) => `The entries of the database ${database} cannot be listed.`,
    () => "Name the entry with `key`.",
  ),
  "modules/docker-silent": entry<object>(
    () => "The Docker engine does not answer.",
    () => "Start it in an earlier task, and use `become` or log in as a user in the group docker.",
  ),
  "modules/image-forbidden": entry<{ image: string }>(
    ({ image }) => `The registry does not let this server pull the image ${image}.`,
    () =>
      "Check the image's name, and the user and the password for its registry: the role docker writes them from `docker_registry_logins`, and `docker login` does so by hand.",
  ),
  "modules/no-project": entry<{ path: string }>(
    ({ path }) => `The compose project's folder ${path} does not exist.`,
    () => "Create it and its compose file in earlier tasks.",
  ),
  "modules/compose-file": entry<{ folder: string }>(
    ({ folder }) => `Docker compose rejects the files in ${folder}.`,
    () => "See its output above; `docker compose config` in that folder prints the same.",
  ),
  "modules/no-service": entry<{ services: readonly string[]; known: readonly string[] }>(
    ({ services }) => `The compose files have no service ${services.join(", ")}.`,
    ({ known }) => `Use one of these services: ${known.join(", ") || "none"}.`,
  ),
  "modules/container-down": entry<{ service: string; status: string; image: string; former?: string }>(
    ({ service, status, image, former }) =>
      `The container of ${service} does not stay up: ${status}.${former === undefined ? "" : ` Before this run changed it, it ran ${former}; now it has ${image}.`}`,
    ({ image, former }) =>
      former === undefined
        ? `See the end of its log above. If its image ${image} or its settings are new, go back to the former ones and run again: \`docker image ls -a\` on the server lists the images that it still has. If it is a job that may end, write \`restart: "no"\` into its service.`
        : `See the end of its log above. To go back, set the image of the service to ${former} again, and run again.`,
  ),
  "modules/no-job": entry<{ id: string }>(
    ({ id }) => `The task's user has no background job ${id} on this host.`,
    () =>
      "Take `job_id` from the result of the task that started it, and use the same host and user: `delegate_to`, `become` and `become_user`. A job is removed some days after its end.",
  ),
  "modules/job-timeout": entry<{ id: string }>(
    ({ id }) => `The background job ${id} was ended, because it took longer than \`async\` allows.`,
    () => "Find out what it waited for, or raise `async`.",
  ),
  "modules/job-interrupted": entry<{ id: string }>(
    ({ id }) => `The background job ${id} was ended by an interrupt of the run that waited for it.`,
    () => "Run the playbook again. With `poll: 0`, an interrupt does not end the job.",
  ),
  "modules/job-lost": entry<{ id: string }>(
    ({ id }) => `The background job ${id} has ended, but not by itself, and left no exit status.`,
    () => "Find out what ended it: the host may have restarted, or run out of memory.",
  ),
  "modules/job-endless": entry<{ id: string; limit: number }>(
    ({ id, limit }) => `The background job ${id} still runs, although it was to be ended after ${limit} s.`,
    () => "A package manager is never ended. Look on the host at what it waits for.",
  ),
  "modules/job-runs": entry<{ id: string }>(
    ({ id }) => `The background job ${id} still runs, so it cannot be removed.`,
    () => "Wait for its end first, with `until: job.finished`.",
  ),
  "modules/job-folder": entry<{ path: string; wrong: string }>(
    ({ path, wrong }) => `The folder of background jobs cannot be used: ${path} ${wrong}.`,
    () => "Find out who made it, and remove it.",
  ),
} as const satisfies Catalogue;

export const moduleFault = faultsOf(moduleErrors);
