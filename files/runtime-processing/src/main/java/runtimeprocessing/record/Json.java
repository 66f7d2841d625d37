package runtimeprocessing.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes the values of records: one line without spaces, fields in the order of docs/records.md. */
public final class Json {
  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  public static byte[] clean(Reading reading, String filter) {
    return object(
        json -> {
          json.writeStringField("sensor", reading.sensor());
          json.writeNumberField("seq", reading.seq());
          json.writeNumberField("ts", reading.ts());
          json.writeFieldName("value");
          json.writeNumber(reading.literal());
          json.writeStringField("filter", filter);
        });
  }

  public static byte[] stats(WindowStats stats, String filter) {
    return object(
        json -> {
          json.writeNumberField("window_start", stats.start());
          json.writeNumberField("window_end", stats.end());
          json.writeNumberField("readings", stats.readings());
          json.writeNumberField("outliers", stats.outliers());
          json.writeNumberField("late", stats.late());
          json.writeObjectFieldStart("by_sensor");
          for (Map.Entry<String, Long> sensor : new TreeMap<>(stats.bySensor()).entrySet()) {
            json.writeNumberField(sensor.getKey(), sensor.getValue());
          }
          json.writeEndObject();
          json.writeStringField("filter", filter);
        });
  }

  private interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      body.writeTo(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
