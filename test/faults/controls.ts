import type { Mutant } from "../../tools/mutants/mutant.ts";
import type { AssertionName } from "./oracle/oracle.ts";
import type { Instant } from "./run/instant.ts";

/** A program without one of its safeguards: the oracle must notice what is missing, by its own assertion. */
export interface Control {
  readonly mutant: Mutant;
  readonly fault: string;
  readonly instant: Instant;
  readonly noticedBy: AssertionName;
}

/** Somewhere in the large file. */
const UPLOAD: Instant = { is: "byte", towards: "server", number: 1_500_000 };

export const CONTROLS: readonly Control[] = [
  {
    mutant: {
      name: "Files are written in place, not renamed.",
      file: "src/modules/lib/content-file/apply.sh",
      from: `  enter_stage
  store "$new"
  check_old "$above/$name"
  check_new "$walked/$own\${stage:+/new}"
  keep_old
  file=$new
  set_attributes || fail 'Owner or mode cannot be set.'
  take_name "$name"
  leave_stage`,
      to: `  store "./$name"
  file=./$name
  set_attributes || fail 'Owner or mode cannot be set.'`,
    },
    fault: "client-sigkill",
    instant: UPLOAD,
    noticedBy: "files at once",
  },
  {
    mutant: {
      name: "The digest of what arrived is not checked.",
      file: "src/modules/lib/content-file/apply.sh",
      from: `[ "\${digest%% *}" = "$sha256" ] || fail`,
      to: "true || fail",
    },
    fault: "client-sigkill",
    instant: UPLOAD,
    noticedBy: "files whole",
  },
  {
    mutant: {
      name: "The host does not remember the handlers that are still to run.",
      file: "src/shell/pending-handlers.ts",
      from: 'return write`remember ${fileOf(key)} ${key} ${section} ${by.replaceAll(/\\p{Control}/gu, " ")}`;',
      to: "return write`:`;",
    },
    fault: "client-sigkill",
    instant: { is: "task", name: "Work" },
    noticedBy: "handlers after the change",
  },
  {
    mutant: {
      name: "Secrets are not masked.",
      file: "src/events/mask.ts",
      from: "return masked + text.slice(end);",
      to: "return text;",
    },
    fault: "client-sigint",
    instant: { is: "task", name: "Work" },
    noticedBy: "no secret shown",
  },
  {
    mutant: {
      name: "The host's lock keeps nobody out.",
      file: "src/shell/host-lock/take-lock.sh",
      from: "command flock -n 6 6<&6 9>&-",
      to: "true",
    },
    fault: "two-runs-same-user",
    instant: { is: "line", number: 3 },
    noticedBy: "one run at a time",
  },
];
