import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "../../../src/events/line.ts";
import { fakeHost } from "../../run/play-case/hosts.ts";
import { runOnce } from "../../run/play-case/run-once.ts";
import type { AnsibleCase } from "./case.ts";
import { withProject } from "./files.ts";
import { filesIn, resultLine, withoutFolder, type CaseOutcome, type TaskResult } from "./outcome.ts";

/** Runs a case with `provision`, through the command line's own code, on hosts that are folders. */
export function runWithProvision(spec: AnsibleCase): Promise<CaseOutcome> {
  return withProject(spec, spec.provision, async ({ project, homes }) => {
    const folders = spec.hosts.map((name) => [name, join(homes, name)] as const);
    for (const [name, folder] of folders) {
      mkdirSync(join(project, "host_vars", name), { recursive: true });
      writeFileSync(join(project, "host_vars", name, "home.yaml"), `home: ${folder}\n`);
    }
    const hosts = folders.map(([name, folder]) => {
      const down = spec.unreachable.includes(name) ? ({ unreachable: true } as const) : {};
      return [name, fakeHost(name, folder, down)] as const;
    });
    const nothing = {
      exit: 0,
      results: {},
      warnings: [],
      errors: [],
      unreachable: {},
      events: [],
      asked: [],
      pending: {},
    };
    const expect = { ...nothing, leaves: {}, hidden: [], output: [], files: {} };
    const run = { playbooks: ["site.yaml"], flags: spec.flags, project: {}, before: {}, expect };
    const { exit, events } = await runOnce(project, new Map(hosts), run);
    const results = new Map(spec.hosts.map((name): [string, string[]] => [name, []]));
    for (const event of events) {
      const result = resultOf(event);
      if (result) results.get(result.host)?.push(resultLine(result));
    }
    const outcome = {
      end: exit === 0 ? "success" : events.some(({ event }) => event === "run_start") ? "failure" : "refused",
      results: Object.fromEntries(results),
      files: Object.fromEntries(folders.map(([name, folder]) => [name, filesIn(folder)])),
    } as const;
    return withoutFolder(outcome, homes);
  });
}

function resultOf(event: Line): (TaskResult & { host: string }) | undefined {
  if (event.event !== "task_result") return undefined;
  const { host, role, item, status, module } = event;
  // Ansible shows only those that are skipped.
  if (module === "meta" && status === "ok") return undefined;
  const task = role === null ? event.task : `${role} : ${event.task}`;
  if (status === "interrupted" || status === "unknown") throw new Error(`${task} on ${host}: ${status}`);
  const result = event.result as { readonly msg?: unknown };
  const message = module === "debug" && (status === "ok" || status === "changed") ? result.msg : undefined;
  return { host, task, item, status: event.ignored ? "ignored" : status, message };
}
