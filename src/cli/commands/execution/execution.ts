import type { LoadedProject } from "../../../inventory/load-project.ts";
import type { Layer } from "../../../language/scope.ts";
import type { ModuleRegistry } from "../../../module/contract.ts";
import type { Plan } from "../../../plan/plan.ts";
import type { Start } from "../../../plan/start/walk.ts";
import type { HostSettings } from "../../../inventory/settings.ts";
import type { Approval } from "../../../run/approval.ts";
import type { Connector } from "../../connecting/connector.ts";
import type { Io } from "../../io.ts";
import type { RunOptions } from "../../options.ts";
import type { Report } from "../../reports.ts";

/** A planned run and what it needs. */
export interface Execution {
  readonly plan: Plan;
  /** Where hosts start that do not start at the beginning, by name. */
  readonly starts: ReadonlyMap<string, Start>;
  readonly loaded: LoadedProject;
  readonly extraVars: Layer;
  /** The text of the project's files, by name. */
  readonly sources: ReadonlyMap<string, string>;
  /** What takes note of results, or decides on changes. */
  readonly approval?: Approval;
  readonly options: RunOptions;
  readonly io: Io;
  readonly registry: ModuleRegistry;
  readonly report: Report;
  readonly connector: Connector;
}

/** Connection settings by the name of the host. */
export type Settings = ReadonlyMap<string, HostSettings>;
