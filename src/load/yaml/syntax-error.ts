import type { YAMLError } from "yaml";
import type { Origin } from "../../model/origin.ts";

/** An error of the parser, and the lines of the file. */
export interface SyntaxError {
  readonly code: YAMLError["code"];
  readonly message: string;
  readonly origin: Origin;
  /** The quote or bracket that the error is about, if it is not closed. */
  readonly opened: Origin | undefined;
  readonly rows: readonly string[];
  /** The value continues on further lines. */
  readonly multiline: boolean;
}
