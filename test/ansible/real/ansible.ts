import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { roomFile, type AnsibleCase } from "../play/case.ts";
import { withProject, type OnDisk } from "../play/files.ts";
import { filesIn, resultLine, withoutFolder, type CaseOutcome, type TaskResult } from "../play/outcome.ts";

/** Milliseconds that one case may take. */
const LIMIT = 120_000;

/** Runs a case with the real ansible-playbook, whose programs are in the folder `programs`, on this machine. */
export function runWithAnsible(programs: string, spec: AnsibleCase): Promise<CaseOutcome> {
  return withProject(spec, spec.ansible, async (onDisk) => {
    const results = join(onDisk.homes, "../results.jsonl");
    const { exit, output } = await play(programs, spec, onDisk, results);
    const lines = existsSync(results) ? readFileSync(results, "utf8").trimEnd().split("\n") : [];
    const found = lines.filter(Boolean).map((line) => JSON.parse(line) as RealResult);
    const end = exit === 0 ? "success" : found.length > 0 || output.includes("PLAY RECAP") ? "failure" : "refused";
    const of = (host: string) => found.filter((result) => result.host === host).map(lineOf);
    const outcome = {
      end,
      results: Object.fromEntries(spec.hosts.map((host) => [host, of(host)])),
      files: Object.fromEntries(spec.hosts.map((host) => [host, filesIn(join(onDisk.homes, host))])),
    } as const;
    return withoutFolder(outcome, onDisk.homes);
  });
}

interface RealResult extends Omit<TaskResult, "item"> {
  readonly host: string;
  readonly item?: unknown;
}

function lineOf({ item, ...result }: RealResult): string {
  const shown = item === undefined || typeof item === "string" ? item : JSON.stringify(item);
  return resultLine({ ...result, item: shown });
}

function play(
  programs: string,
  spec: AnsibleCase,
  { project, homes }: OnDisk,
  results: string,
): Promise<{ exit: number | null; output: string }> {
  const tmp = join(homes, "../tmp");
  mkdirSync(tmp);
  const variables = ["-e", `home=${homes}/{{ inventory_hostname }}`];
  const python = ["-e", `ansible_python_interpreter=${join(programs, "python")}`];
  const child = spawn(
    join(programs, "ansible-playbook"),
    ["-i", "inventory.yaml", "site.yaml", ...variables, ...python, ...spec.flags],
    {
      cwd: project,
      env: {
        PATH: `${programs}:${process.env["PATH"] ?? ""}`,
        HOME: dirname(project),
        LC_ALL: "C.UTF-8",
        PYTHONDONTWRITEBYTECODE: "1",
        RESULTS_FILE: results,
        ANSIBLE_CALLBACK_PLUGINS: dirname(roomFile("real/results.py")),
        ANSIBLE_CALLBACKS_ENABLED: "results",
        ANSIBLE_TRANSPORT: "local",
        ANSIBLE_LOCAL_TEMP: tmp,
        ANSIBLE_REMOTE_TEMP: tmp,
        // Its default is the home of the account, and that of HOME.
        ANSIBLE_ASYNC_DIR: join(tmp, "async"),
        ANSIBLE_RETRY_FILES_ENABLED: "false",
        ANSIBLE_DEPRECATION_WARNINGS: "false",
        ANSIBLE_NOCOLOR: "true",
      },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT,
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit, signal) => {
      if (signal) reject(new Error(`ansible-playbook was ended after ${LIMIT / 1000} s:\n${output}`));
      else resolve({ exit, output });
    });
  });
}
