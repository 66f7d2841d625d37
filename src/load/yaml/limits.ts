/** Words, brackets, blanks and line ends in a YAML file: about 50,000 lines. Its memory and the time to read it grow with them. */
export const MAX_TOKENS = 300_000;
/** Lists and maps inside each other, in a file or in a value of `-e`. */
export const MAX_DEPTH = 100;
/** Values in a file with its aliases expanded; no file written by hand reaches it. */
export const MAX_NODES = 200_000;
