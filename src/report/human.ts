import type { Event } from "../events/event.ts";
import {
  errorLines,
  hostUnreachableLines,
  pendingHandlersLines,
  recapLines,
  runStartLines,
  taskResultLines,
  warningLines,
} from "./human-blocks.ts";
import { paint } from "./paint.ts";
import type { Output, Reporter } from "./reporter.ts";
import { addRoleTime } from "./role-times.ts";
import { createRunning } from "./running.ts";
import type { Running } from "./running.ts";
import { createScreen } from "./screen.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";

export interface HumanOptions extends Pick<View, "diff" | "verbosity" | "frame" | "exitMeaning"> {
  readonly colours: boolean;
  /** The terminal understands that a line is written again. */
  readonly rewrites: boolean;
  /** Only what changed, failed or is unknown, and the recap. */
  readonly quiet: boolean;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Lines of one result or diff, unless `-vv` asks for all. */
const MOST_LINES = 80;

/** The report for people. */
export function humanReporter(output: Output, options: HumanOptions): Reporter {
  const screen = createScreen(output, options.rewrites);
  const running = createRunning(options.now);
  const show = options.quiet ? quietLines : allLines(running, options.rewrites);
  const view = newView(options);
  return {
    on(event) {
      learn(event, view);
      follow(event, running);
      screen.print(show(event, view));
      screen.status(options.quiet ? undefined : running.line());
    },
    async end() {
      screen.status(undefined);
      await output.flush();
    },
  };
}

function newView({ colours, diff, verbosity, frame, exitMeaning }: HumanOptions): View {
  const most = verbosity >= 2 ? Number.POSITIVE_INFINITY : MOST_LINES;
  const sums = { seconds: new Map<string, number>(), roles: new Map<string, Map<string, number>>() };
  const learnt = { check: false, hostWidth: 0, ...sums, unreachable: new Set<string>() };
  return { paint: paint(colours), diff, verbosity, most, frame, exitMeaning, ...learnt };
}

function learn(event: Event, view: View): void {
  if (event.event === "run_start") view.check = event.check;
  if (event.event === "play_start") {
    view.hostWidth = Math.max(view.hostWidth, ...event.hosts.map((host) => visible(host).length));
  }
  if (event.event === "task_result") {
    view.seconds.set(event.host, (view.seconds.get(event.host) ?? 0) + event.duration_ms / 1000);
    addRoleTime(view.roles, event);
  }
}

function follow(event: Event, running: Running): void {
  if (event.event === "task_start") running.start(event);
  if (event.event === "task_result" || event.event === "host_unreachable") running.finish(event.host);
}

type Lines = (event: Event, view: View) => string[];

/** Headings, and all that `quietLines` shows and leaves out. */
function allLines(running: Running, rewrites: boolean): Lines {
  const headings = createHeadings();
  return (event, view) => {
    switch (event.event) {
      case "run_start":
        return runStartLines(event, view);
      case "play_start":
        return headings(`PLAY  ${visible(event.play)}`, event.hosts, view);
      case "role_start":
        return headings(`${event.stage === "verify" ? "VERIFY" : "ROLE"}  ${visible(event.role)}`, event.hosts, view);
      case "progress": {
        const line = running.progress(event);
        return line === undefined || rewrites ? [] : [line];
      }
      case "task_result":
        return taskResultLines(event, view);
      case "task_start":
      case "host_unreachable":
      case "warning":
      case "error":
      case "pending_handlers":
      case "recap":
        return quietLines(event, view);
    }
  };
}

function quietLines(event: Event, view: View): string[] {
  switch (event.event) {
    case "task_result":
      return event.status === "ok" || event.status === "skipped" ? [] : taskResultLines(event, view);
    case "host_unreachable":
      return hostUnreachableLines(event.host, event.fault, view);
    case "warning":
      return warningLines(event, view);
    case "error":
      return errorLines(event.fault, event.frame, view);
    case "pending_handlers":
      return pendingHandlersLines(event, view);
    case "recap":
      return recapLines(event, view);
    case "run_start":
    case "play_start":
    case "role_start":
    case "task_start":
    case "progress":
      return [];
  }
}

/** Hosts go at their own pace, so a heading may come once a host: only the first of a row is shown. */
function createHeadings(): (text: string, hosts: readonly string[], view: View) => string[] {
  let last = "";
  return (text, hosts, { paint }) => {
    if (text === last) return [];
    last = text;
    return ["", `${paint("bold", text)}  ${paint("dim", hosts.map(visible).join(", "))}`];
  };
}
