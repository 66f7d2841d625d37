import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { accountArg } from "../../lib/accounts/entries.ts";

function timeArg<const D extends string>(description: D) {
  return {
    type: ["string", "integer"],
    format: "crontab-field",
    description: `${description} By default any.`,
  } as const;
}

export const CRON_ARGS = {
  required: ["name"],
  aliases: { dom: "day", dow: "weekday" },
  properties: {
    name: {
      type: "string",
      description: "What identifies the entry: a comment in the crontab, or with `env` the variable.",
      pattern: "^[^\\n]*[^\\s][^\\n]*$",
      rule: "one line of text",
    },
    state: {
      type: "string",
      description: "Whether the entry exists.",
      enum: ["present", "absent"],
      default: "present",
    },
    job: {
      type: "string",
      description: "The command, or with `env` the variable's value. Required with `state: present`.",
      pattern: "^[^\\n]+$",
      rule: "one line of text",
    },
    minute: timeArg("The minute: 0 to 59."),
    hour: timeArg("The hour: 0 to 23."),
    day: timeArg("The day of the month: 1 to 31."),
    month: timeArg("The month: 1 to 12 or jan to dec."),
    weekday: timeArg("The day of the week: 0 to 6 or sun to sat."),
    special_time: {
      type: "string",
      description: "A name instead of the five fields.",
      enum: ["reboot", "yearly", "annually", "monthly", "weekly", "daily", "hourly"],
    },
    disabled: { type: "boolean", description: "The entry is there, but commented out.", default: false },
    env: { type: "boolean", description: "The entry is a variable for the crontab's jobs.", default: false },
    user: accountArg("Whose crontab it is, or with `cron_file` who runs the job: by default the task's user, or root."),
    cron_file: {
      type: "string",
      description: "A file in /etc/cron.d instead of the user's crontab: its name, or its path there.",
      pattern: "^(/etc/cron\\.d/)?[A-Za-z0-9_-]+$",
      rule: "a name of letters, digits, hyphens and underscores, because cron reads no other files",
    },
  },
} as const satisfies ArgsSchema;

export type CronArgs = ArgsOf<typeof CRON_ARGS>;
