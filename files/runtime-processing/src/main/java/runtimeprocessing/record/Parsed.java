package runtimeprocessing.record;

/** Either a reading, or the reason why the record is malformed; the other one is null. */
public record Parsed(Reading reading, Reason reason) {
  static Parsed of(Reading reading) {
    return new Parsed(reading, null);
  }

  static Parsed of(Reason reason) {
    return new Parsed(null, reason);
  }
}
