import { good } from "../../../src/errors/fault.ts";
import { bootstrap, withoutMarks } from "../../../src/shell/bootstrap.ts";
import { parseEnded } from "../../../src/shell/end-commands.ts";
import { parsePending, rememberFault } from "../../../src/shell/pending-handlers.ts";
import { lastLines } from "../../../src/shell/start/last-lines.ts";
import { damaged } from "../random.ts";
import { require, type Target } from "../target.ts";

const LISTING = `=/var/lib/provision/pending/0a
 site.yaml@play@role@restart
 tasks
 somebody at here, started 2026-01-01T00:00:00.000Z
=/var/lib/provision/pending/0b
 a%20b@c@d
`;
const ENDED = "ended 3\nspared 12 apt-get\nleft 13 sleep\n";
const { command } = bootstrap(undefined, "0123456789abcdef0123456789abcdef");

/** What a host says of the state that runs keep on it, and of processes. */
export const state: Target = {
  name: "state",
  run(random) {
    const pending = parsePending(damaged(LISTING, random));
    require(typeof pending === "string" || pending.every(({ key }) => /^[!-~]+$/.test(key)), "a key is not printable");
    const [listing, words] = [damaged(ENDED, random), damaged(`sudo: '${command}' no`, random)];
    const answer = { stdout: listing, stderr: words, exit: random.pick([0, 74, 75, 76, 255]) };
    parseEnded(good([answer]));
    rememberFault(answer, "one");
    require(lastLines(withoutMarks(words)).length < 1000, "the last lines are not cut");
    return Promise.resolve();
  },
};
