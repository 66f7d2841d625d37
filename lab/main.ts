import { parseArgs } from "node:util";
import { demoCommand } from "./commands/demo.ts";
import { downCommand } from "./commands/down.ts";
import { sshCommand } from "./commands/ssh.ts";
import { statusCommand } from "./commands/status.ts";
import { upCommand } from "./commands/up.ts";
import type { ImageChoice } from "./build/image-choice.ts";
import { ensureJob } from "./build/job.ts";
import { LabError } from "./lab-error.ts";
import { report } from "./progress.ts";
import { settingsFrom } from "./settings.ts";

const USAGE = `usage: lab up [--fresh] [--hosts server1,server2]   start the servers, or use running ones
              [--images kafka,pipeline]      images that the registry must hold: names, groups
       lab demo [--fresh] [--hosts ...] [...]      the same, then provision the whole site
              [--small]                      only Kafka and the sensors
       lab job                                     build the Flink job's jar and run its tests
       lab status                                  show servers, registry and images
       lab ssh [USER@]HOST [COMMAND...]            log in
       lab down [--cache]                          remove the lab (and all downloads and builds)
`;

const DEFAULT_HOSTS = "server1,server2";
const USAGE_EXIT = 2;

async function main([command = "", ...rest]: readonly string[]): Promise<number> {
  const settings = settingsFrom(process.env);
  switch (command) {
    case "up":
      return upCommand(settings, hostOptions(rest));
    case "demo":
      return demoCommand(settings, { ...hostOptions(rest), small: rest.includes("--small") });
    case "job":
      await ensureJob(settings, "tested");
      return 0;
    case "status":
      return statusCommand(settings);
    case "down":
      return downCommand(settings, { cache: flags(rest, { cache: { type: "boolean" } })["cache"] === true });
    case "ssh":
      return rest[0] === undefined ? usage() : sshCommand(settings, rest[0], rest.slice(1));
    default:
      return usage();
  }
}

function hostOptions(args: readonly string[]): { hosts: readonly string[]; fresh: boolean; images: ImageChoice } {
  const values = flags(args, {
    fresh: { type: "boolean" },
    hosts: { type: "string" },
    images: { type: "string" },
    small: { type: "boolean" },
  });
  const { images } = values;
  return {
    fresh: values["fresh"] === true,
    hosts: String(values["hosts"] ?? DEFAULT_HOSTS).split(","),
    images: typeof images === "string" ? images.split(",") : true,
  };
}

function flags(args: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>["options"]) {
  try {
    return parseArgs({ args: [...args], options: { ...options } }).values;
  } catch (error) {
    throw new LabError(error instanceof Error ? error.message : String(error));
  }
}

function usage(): number {
  process.stderr.write(USAGE);
  return USAGE_EXIT;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  report(error.message);
  process.exitCode = 1;
}
