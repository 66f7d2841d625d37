import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { saveSection } from "./document.ts";
import { describeMachine } from "./machine.ts";
import { thirtyTasks } from "./thirty-tasks.ts";

const USAGE = `usage: npm run bench -- [--quick] [--delay MS] [--no-ansible]
  --quick        fewer repetitions, without Ansible; docs/benchmarks.md does not change
  --delay MS     one-way delay in milliseconds for the second table (default 10; 0: no such table)
  --no-ansible   do not install Ansible into a temporary folder and measure it
`;

const PROGRAM = fileURLToPath(new URL("../../bin/provision.js", import.meta.url));
const REPETITIONS = { full: 5, quick: 3 };

function options(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      quick: { type: "boolean", default: false },
      delay: { type: "string", default: "10" },
      "no-ansible": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return { ...values, delay: Number(values.delay) };
}

async function main(argv: string[]): Promise<void> {
  const { quick, delay, "no-ansible": noAnsible, help } = options(argv);
  if (help || !Number.isFinite(delay) || delay < 0) {
    process.stderr.write(USAGE);
    process.exitCode = help ? 0 : 2;
    return;
  }
  const machine = describeMachine();
  const section = await thirtyTasks({
    program: PROGRAM,
    repetitions: quick ? REPETITIONS.quick : REPETITIONS.full,
    delay,
    ansible: !quick && !noAnsible,
    report: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${section}\n`);
  if (quick) return;
  const details = `${REPETITIONS.full} repetitions: ${machine}`;
  await saveSection("thirty-tasks", section, { script: "bench", argv, details });
}

// An exit handler ends the server. It runs only if an interrupt calls process.exit.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2));
