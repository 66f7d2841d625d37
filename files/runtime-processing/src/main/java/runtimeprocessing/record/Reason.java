package runtimeprocessing.record;

/** Why a raw record is malformed: the first reason that applies, in this order. */
public enum Reason {
  NO_VALUE("no-value"),
  NOT_JSON("not-json"),
  NOT_AN_OBJECT("not-an-object"),
  BAD_SENSOR("bad-sensor"),
  WRONG_KEY("wrong-key"),
  BAD_SEQ("bad-seq"),
  BAD_TS("bad-ts"),
  BAD_VALUE("bad-value");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  /** The value of the record's header. */
  public String word() {
    return word;
  }
}
