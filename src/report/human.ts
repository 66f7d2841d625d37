import { AD_HOC } from "../events/event.ts";
import type { Event } from "../events/event.ts";
import {
  errorLines,
  hostUnreachableLines,
  interruptLines,
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
import { textWidth } from "./width.ts";

export interface HumanOptions extends Pick<View, "diff" | "verbosity" | "frame" | "exitMeaning"> {
  readonly colours: boolean;
  /** Whether the output is a terminal that can erase and rewrite a line. */
  readonly rewrites: boolean;
  /** Shows only changed, failed and unknown results, and the recap. */
  readonly quiet: boolean;
  /** The time in milliseconds. */
  readonly now: () => number;
}

/** How many lines of one result or diff are shown without `-vv`. */
const MAX_LINES = 80;

/** The human-readable report. */
export function humanReporter(output: Output, options: HumanOptions): Reporter {
  const screen = createScreen(output, options.rewrites);
  const running = createRunning(options.now);
  const show = options.quiet ? quietLines : allLines(running, options.rewrites);
  const view = newView(options);
  return {
    on(event) {
      remember(event, view);
      track(event, running);
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
  const maxLines = verbosity >= 2 ? Number.POSITIVE_INFINITY : MAX_LINES;
  const totals = { seconds: new Map<string, number>(), roles: new Map<string, Map<string, number>>() };
  const state = { check: false, adHoc: false, hostWidth: 0, ...totals, warnings: [], unreachable: new Set<string>() };
  return { paint: paint(colours), diff, verbosity, maxLines, frame, exitMeaning, ...state };
}

/** Keeps what later lines need. */
function remember(event: Event, view: View): void {
  if (event.event === "run_start") {
    view.check = event.check;
    view.adHoc = event.playbooks.includes(AD_HOC);
  }
  if (event.event === "play_start") {
    view.hostWidth = Math.max(view.hostWidth, ...event.hosts.map((host) => textWidth(visible(host))));
  }
  if (event.event === "warning") view.warnings.push(event);
  if (event.event === "task_result") {
    view.seconds.set(event.host, (view.seconds.get(event.host) ?? 0) + event.duration_ms / 1000);
    addRoleTime(view.roles, event);
  }
}

function track(event: Event, running: Running): void {
  if (event.event === "task_start") running.start(event);
  if (event.event === "task_result" || event.event === "host_unreachable") running.finish(event.host);
}

type Lines = (event: Event, view: View) => string[];

/** Everything that `quietLines` shows, and also headings, progress and all other results. */
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
      case "play_listing":
      case "task_start":
      case "host_unreachable":
      case "warning":
      case "error":
      case "interrupt":
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
      return errorLines(event, view);
    case "interrupt":
      return interruptLines(event, view);
    case "pending_handlers":
      return pendingHandlersLines(event, view);
    case "recap":
      return recapLines(event, view);
    case "run_start":
    case "play_listing":
    case "play_start":
    case "role_start":
    case "task_start":
    case "progress":
      return [];
  }
}

/** Each host runs at its own pace, so the same heading of a role may arrive once per host. Repetitions are dropped, but not those of plays. */
function createHeadings(): (text: string, hosts: readonly string[], view: View) => string[] {
  let last = "";
  return (text, hosts, { paint }) => {
    if (hosts.length === 0 || (text === last && !text.startsWith("PLAY"))) return [];
    last = text;
    return ["", `${paint("bold", text)}  ${paint("dim", hosts.map(visible).join(", "))}`];
  };
}
