import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keepSection } from "./document.ts";
import { describeMachine } from "./machine.ts";
import { thirtyTasks } from "./thirty-tasks.ts";

const USAGE = `usage: npm run bench -- [--quick] [--delay MS] [--no-ansible]
  --quick        fewer repetitions, no Ansible, and the document is left as it is
  --delay MS     milliseconds each way for the table with a longer way (default 10; 0: none)
  --no-ansible   without Ansible, which is installed into a temporary folder otherwise
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
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${section}\n`);
  if (quick) return;
  const details = `${REPETITIONS.full} repetitions: ${machine}`;
  await keepSection("thirty-tasks", section, { script: "bench", argv, details });
}

// An exit handler ends the server, so an interrupt has to come to one.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2));
