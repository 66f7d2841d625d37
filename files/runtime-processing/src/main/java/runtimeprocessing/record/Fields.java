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
 * The requested fields of a JSON object; of duplicate fields the last one counts, as in most parsers. The text is
 * read token by token to its end: other fields are validated but not stored.
 */
final class Fields {
  /**
   * Kafka already limits the size of a record, and Jackson's own limits would reject valid JSON. Its table of names
   * is disabled, because it throws on many names with the same hash.
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

  /** A field's type and text: the characters of a string, or the digits of a number. */
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
   * Returns empty for JSON that is not an object.
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

  /** There is no value, or text after it. */
  private static final class JsonTrailingException extends JsonProcessingException {
    private static final long serialVersionUID = 1;

    JsonTrailingException(JsonParser parser) {
      super("not exactly one JSON value", parser.currentLocation());
    }
  }
}
