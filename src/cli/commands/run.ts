import type { ModuleRegistry } from "../../module/contract.ts";
import { EXIT, strictly } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";
import { listing, listingEvents } from "./listing.ts";
import { inspectsOnly, prepare, type Preparing } from "./execution/prepare.ts";
import { endUnprepared, reported } from "./execution/reported.ts";

/** Loads, plans and runs playbooks; resolves to the exit code. */
export async function runPlaybooks(options: RunOptions, io: Io, registry: ModuleRegistry): Promise<number> {
  const { plan } = options;
  if (!plan) return reported(options, io, (report) => runReported({ options, io, registry, report }));
  if (plan.is === "save") return (await import("./plan.ts")).savePlan(plan.file, options, io, registry);
  return (await import("./apply.ts")).applyPlan(plan.file, options, io, registry);
}

async function runReported({ options, io, registry, report }: Preparing): Promise<number> {
  const started = io.now();
  const prepared = await prepare({ options, io, registry, report });
  if (!prepared.ok) return endUnprepared(prepared.faults, report, io.now() - started);
  if (inspectsOnly(options)) {
    const { plan } = prepared.value;
    const exit = strictly(EXIT.done, options.strict, report.warnings());
    // Names of tasks may contain secrets.
    (options.json ? io.stderr : io.stdout).write(io.mask.mask(listing(plan, options)));
    if (options.json) {
      for (const event of listingEvents(plan, options)) report.emit(event);
      report.emit({ event: "recap", hosts: {}, duration_ms: io.now() - started, exit });
    }
    await report.end();
    return exit;
  }
  // Loading the code that connects to hosts takes time, so only a valid project gets here.
  const { execute } = await import("./execute.ts");
  return execute(prepared.value);
}
