/** An error that the user can fix: printed as one message without a stack trace. */
export class LabError extends Error {
  override readonly name = "LabError";
}
