/** Something that a person can mend: printed as one message without a stack. */
export class LabError extends Error {
  override readonly name = "LabError";
}
