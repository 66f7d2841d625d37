import { expect } from "chai";
import { join } from "node:path";
import { good, type Outcome } from "../../src/errors/fault.ts";
import type { Event } from "../../src/events/event.ts";
import type { ModuleRegistry } from "../../src/module/contract.ts";
import type { Script } from "../../src/module/script.ts";
import { registry } from "../../src/modules/registry.ts";
import { planPlay } from "../../src/plan/plan.ts";
import { Growth } from "../../src/inventory/growth/growth.ts";
import { RunInventory } from "../../src/run/growth/run-inventory.ts";
import { HostRun } from "../../src/run/host-run.ts";
import { RunHosts } from "../../src/run/places/hosts.ts";
import type { Access } from "../../src/run/places/target.ts";
import { runPlan } from "../../src/run/plays.ts";
import { taskScope } from "../../src/run/scope.ts";
import { openReadSession, openSession, type ReadSession, type Session } from "../../src/shell/session.ts";
import { load, loaded, withProject } from "../load/temporary-project.ts";
import { openWithState } from "../shell/private-state.ts";

export interface Played {
  /** `name: status` of each task or loop item. */
  readonly results: readonly string[];
  /** The scripts of each request that the tasks made. */
  readonly requests: readonly (readonly string[])[];
}

interface Options {
  readonly check?: boolean;
  /** Sends each change on its own. */
  readonly oneByOne?: boolean;
  /** Other modules than the usual ones. */
  readonly modules?: ModuleRegistry;
  /** Whether the user has asked to stop. */
  readonly interrupted?: () => boolean;
  /** A host of its own. */
  readonly access?: () => Promise<Outcome<Access>>;
}

type Task = Readonly<Record<string, unknown>>;

/** Runs tasks on this machine and records their requests. */
export function play(
  tasks: readonly Task[],
  { check = false, oneByOne = false, modules = registry, access, interrupted = () => false }: Options = {},
): Promise<Played> {
  const files = {
    "inventory.yaml": JSON.stringify({ all: { hosts: { here: { connection: "local" } } } }),
    "site.yaml": JSON.stringify([{ name: "Play", hosts: "all", tasks }]),
  };
  return withProject(files, async (root) => {
    const { project, inventory, hosts } = loaded(await load(root, { registry: modules }));
    const requests: string[][] = [];
    const events: Event[] = [];
    const runs = new Map(
      hosts.map((host) => [host.name, new HostRun(host, access ?? (() => open(join(root, "home"), check, requests)))]),
    );
    const world = {
      root,
      inventory,
      extraVars: { name: "-e", variables: new Map() },
      hosts: runs,
      usesHostvars: false,
      missingSecrets: [],
      magic: {},
      env: {},
      providers: [],
    };
    const plays = project.playbooks.flatMap((book) =>
      book.plays.map((each) => planPlay(book, each, hosts, { tags: [], skip: [] })),
    );
    await runPlan({
      plan: { plays },
      hosts: new RunHosts(runs, unused),
      forks: 1,
      usedFacts: new Set<string>(),
      context: {
        registry: modules,
        clock: { now: () => 0, sleep: () => Promise.resolve(), every: () => () => undefined },
        wallClock: () => 0,
        emit: (event) => events.push(event),
        check,
        batches: !oneByOne,
        become: false,
        becomeOf: () => ({ become: undefined, becomeUser: undefined }),
        becomePassword: undefined,
        willReceive: () => false,
        anythingPending: () => [...runs.values()].some(({ target }) => !target.overlay.isEmpty),
        interrupted,
        hide: () => undefined,
        defect: (error) => {
          throw error;
        },
        projectNames: ["/project"],
        hasPlaybook: () => Promise.resolve(true),
        delegate: unused,
        inventory: new RunInventory({
          growth: new Growth(inventory),
          settingsContext: { root, home: undefined, extraVars: world.extraVars },
          settings: new Map(),
          limit: undefined,
          reread: unused,
        }),
        scopeOf: (run, planned, task, around) => taskScope(world, run, planned, { ...task, ...around }),
      },
    });
    for (const run of runs.values()) await run.target.close();
    return { results: events.flatMap(resultLine), requests };
  });
}

function unused(): never {
  throw new Error("unused");
}

function resultLine(event: Event): string[] {
  if (event.event !== "task_result") return [];
  expect(event.fault?.message, event.task).to.equal(undefined);
  return [`${event.task}: ${event.status}`];
}

async function open(state: string, check: boolean, requests: string[][]): Promise<Outcome<Access>> {
  const connect = () => Promise.resolve(good(openWithState(state)));
  const options = { host: "here", runId: "played", who: "a test", connect };
  if (check) {
    const opened = await openReadSession(options);
    return opened.ok ? good({ mode: "check", session: counted(opened.value, requests) }) : opened;
  }
  const opened = await openSession(options);
  return opened.ok ? good({ mode: "run", session: countedWrites(opened.value, requests) }) : opened;
}

function counted<S extends ReadSession>(session: S, requests: string[][]): S {
  const note = (scripts: readonly Script[]) => void requests.push(scripts.map(({ text }) => text));
  return {
    ...session,
    read(scripts, become) {
      note(scripts);
      return session.read(scripts, become);
    },
    readEach(scripts, become) {
      note(scripts);
      return session.readEach(scripts, become);
    },
  };
}

function countedWrites(session: Session, requests: string[][]): Session {
  return {
    ...counted(session, requests),
    write(script, become) {
      requests.push([script.text]);
      return session.write(script, become);
    },
    writeThenRead(script, reads, become) {
      requests.push([script.text, ...reads.map(({ text }) => text)]);
      return session.writeThenRead(script, reads, become);
    },
    writeSteps(steps, reads, become) {
      requests.push([...steps.map(({ script }) => script.text), ...reads.map(({ text }) => text)]);
      return session.writeSteps(steps, reads, become);
    },
  };
}
