import { read, write } from "../../module/script.ts";

/** For modules that read nothing first. */
export const NOTHING_TO_READ = read`:`;

/** For modules that never have a change: their `apply` is never called. */
export const NOTHING_TO_WRITE = write`:`;
