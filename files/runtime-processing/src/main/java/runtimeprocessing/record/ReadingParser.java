package runtimeprocessing.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import runtimeprocessing.record.Fields.Field;

/**
 * Parses a raw record's key and value. Numbers are IEEE doubles, as in JavaScript, so that both implementations agree
 * on every record: {@code 1.0} and {@code 1e0} are integers too.
 */
public final class ReadingParser {
  private static final Set<String> NAMES = Set.of("sensor", "seq", "ts", "value");
  private static final double LARGEST_WHOLE = 9_007_199_254_740_991.0;

  private ReadingParser() {}

  /** Never throws, whatever the bytes are. Null means a record without key or value. */
  public static Parsed parse(byte[] key, byte[] value) {
    if (value == null) {
      return Parsed.of(Reason.NO_VALUE);
    }
    Optional<String> text = Text.decode(value);
    if (text.isEmpty()) {
      return Parsed.of(Reason.NOT_JSON);
    }
    try {
      return Fields.read(text.get(), NAMES)
          .map(fields -> parseFields(key, fields))
          .orElseGet(() -> Parsed.of(Reason.NOT_AN_OBJECT));
    } catch (JsonProcessingException notJson) {
      return Parsed.of(Reason.NOT_JSON);
    }
  }

  private static Parsed parseFields(byte[] key, Map<String, Field> fields) {
    Field sensor = fields.get("sensor");
    if (sensor == null || !sensor.isString() || sensor.text().isEmpty()) {
      return Parsed.of(Reason.BAD_SENSOR);
    }
    if (key == null || !Text.decode(key).equals(Optional.of(sensor.text()))) {
      return Parsed.of(Reason.WRONG_KEY);
    }
    double seq = number(fields.get("seq"));
    if (!isWhole(seq)) {
      return Parsed.of(Reason.BAD_SEQ);
    }
    double ts = number(fields.get("ts"));
    if (!isWhole(ts)) {
      return Parsed.of(Reason.BAD_TS);
    }
    Field value = fields.get("value");
    double measured = number(value);
    if (!Double.isFinite(measured)) {
      return Parsed.of(Reason.BAD_VALUE);
    }
    return Parsed.of(new Reading(sensor.text(), (long) seq, (long) ts, measured, value.text()));
  }

  /** NaN, which JSON does not have, for a field that is missing or not a number. */
  private static double number(Field field) {
    return field != null && field.isNumber() ? Double.parseDouble(field.text()) : Double.NaN;
  }

  private static boolean isWhole(double number) {
    return number >= 0 && number <= LARGEST_WHOLE && number == Math.rint(number);
  }
}
