import type { CronArgs } from "./args.ts";

/** The comment above an entry, as Ansible writes it: so entries that Ansible has made are found. */
const marker = (name: string) => `#Ansible: ${name}`;

/** The entry's line. In a file of /etc/cron.d it has the user. */
function entryOf(args: CronArgs): string {
  const { minute, hour, day, month, weekday, special_time, cron_file, user = "root", job = "", disabled } = args;
  const fields = [minute, hour, day, month, weekday].map((field = "*") => String(field));
  const when = special_time === undefined ? fields : [`@${special_time}`];
  const line = [...when, ...(cron_file === undefined ? [] : [user]), job].join(" ");
  return disabled ? `#${line}` : line;
}

/** The crontab's text with the entry as it should be; the same text if it is so. */
export function withEntry(args: CronArgs, text: string): string {
  const lines = text.split("\n").slice(0, text.endsWith("\n") ? -1 : undefined);
  const given = text === "" ? [] : lines;
  const after = args.env ? withVariable(args, given) : withJob(args, given);
  return after.length === 0 ? "" : `${after.join("\n")}\n`;
}

/** A job's line follows its comment. Repetitions of the entry are dropped. */
function withJob(args: CronArgs, lines: readonly string[]): readonly string[] {
  const comment = marker(args.name);
  const own = args.state === "absent" ? [] : [comment, entryOf(args)];
  const first = lines.indexOf(comment);
  if (first < 0) return [...lines, ...own];
  return lines.flatMap((line, index) => {
    if (index === first) return own;
    return line === comment || lines[index - 1] === comment ? [] : [line];
  });
}

/** A variable counts for the jobs below it, so a new one goes to the top. */
function withVariable({ name, job = "", state }: CronArgs, lines: readonly string[]): readonly string[] {
  const own = state === "absent" ? [] : [`${name}="${job.replace(/^"(.*)"$/, "$1")}"`];
  const isOwn = (line: string) => /^\s*([^\s=#]+)\s*=/.exec(line)?.[1] === name;
  const first = lines.findIndex(isOwn);
  if (first < 0) return [...own, ...lines];
  return lines.flatMap((line, index) => (index === first ? own : isOwn(line) ? [] : [line]));
}
