package runtimeprocessing.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The few fields of a JSON object that are asked for; of a field written twice the last one counts, as in most readers.
 * The text is read token by token to its end: what is not asked for is checked, but not kept.
 */
final class Fields {
  /**
   * Kafka bounds the size of a record already, so Jackson need not: its own limits would reject valid JSON. Its table
   * of names is off, because it throws when someone sends many names of one hash.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** A field's kind, and its text: the characters of a string, the digits of a number. */
  record Field(JsonToken kind, String text) {
    boolean isNumber() {
      return kind == JsonToken.VALUE_NUMBER_INT || kind == JsonToken.VALUE_NUMBER_FLOAT;
    }

    boolean isString() {
      return kind == JsonToken.VALUE_STRING;
    }
  }

  private Fields() {}

  /**
   * Empty for JSON that is no object.
   *
   * @throws JsonProcessingException for text that is not exactly one JSON value
   */
  static Optional<Map<String, Field>> read(String text, Set<String> names) throws JsonProcessingException {
    try (JsonParser parser = JSON.createParser(text)) {
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      Map<String, Field> fields = isObject ? readObject(parser, names) : skip(parser);
      if (parser.nextToken() != null) {
        throw new JsonTrailingException(parser);
      }
      return isObject ? Optional.of(fields) : Optional.empty();
    } catch (JsonProcessingException wrong) {
      throw wrong;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Map<String, Field> readObject(JsonParser parser, Set<String> names) throws IOException {
    Map<String, Field> fields = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken kind = parser.nextToken();
      if (names.contains(name)) {
        fields.put(name, new Field(kind, kind.isScalarValue() ? parser.getText() : ""));
      }
      parser.skipChildren();
    }
    return fields;
  }

  private static Map<String, Field> skip(JsonParser parser) throws IOException {
    if (parser.currentToken() == null) {
      throw new JsonTrailingException(parser);
    }
    parser.skipChildren();
    return Map.of();
  }

  /** No value at all, or something after it. */
  private static final class JsonTrailingException extends JsonProcessingException {
    private static final long serialVersionUID = 1;

    JsonTrailingException(JsonParser parser) {
      super("not exactly one JSON value", parser.currentLocation());
    }
  }
}
