import { parseArgs } from "node:util";
import { improvements, regressions } from "./compare.ts";
import { HOW_TO_RECORD, measure, readRecorded, record } from "./gate.ts";

const USAGE = `usage: npm run bench:gate -- [--record]
  --record   keeps the new counts in bench/gate/recorded.json
`;

async function main(args: string[]): Promise<void> {
  const options = { record: { type: "boolean", default: false }, help: { type: "boolean", default: false } } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [recorded, measured] = [await readRecorded(), await measure()];
  const grown = regressions(measured, recorded);
  for (const line of [...grown, ...improvements(measured, recorded)]) process.stdout.write(`${line}\n`);
  if (values.record) {
    await record({ ...recorded, ...measured });
  } else if (grown.length > 0) {
    process.stdout.write(`${HOW_TO_RECORD}\n`);
    process.exitCode = 1;
  }
}

// An exit handler ends the server. It runs only if an interrupt calls process.exit.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
await main(process.argv.slice(2));
