package runtimeprocessing.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import runtimeprocessing.RecordsPage;

class ReadingParserTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsTheDocumentedReadings() {
    List<Reading> readings =
        RecordsPage.examples("raw_sensors").stream().map(line -> parse(line).reading()).toList();
    assertEquals(
        List.of(
            new Reading("sensor-0001", 0, 1767225600000L, 48.327, "48.327"),
            new Reading("sensor-0001", 1, 1767225602000L, 48, "48"),
            new Reading("sensor-0002", 0, 1767225600100L, -3.5, "-3.5")),
        readings);
  }

  @Test
  void returnsTheDocumentedReasonsOfWhichThePageShowsAll() throws Exception {
    Set<Reason> seen = EnumSet.noneOf(Reason.class);
    for (String line : RecordsPage.examples("malformed_sensors")) {
      JsonNode example = JSON.readTree(line);
      Parsed parsed = ReadingParser.parse(bytes(example.get("key")), bytes(example.get("value")));
      assertNull(parsed.reading());
      assertEquals(example.get("reason").asText(), parsed.reason().word(), line);
      seen.add(parsed.reason());
    }
    assertEquals(EnumSet.allOf(Reason.class), seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "{}x", "{} {}", "nul", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":+1}",
        "{\"a\":.5}", "{\"a\":1,}", "[1,]", "\uFEFF{}", "{\"a\":\"\t\"}", "{\"a\":[}", "{\"a\":\"\\x\"}", "// {}\n{}",
        "{\"b\":{\"a\":Infinity}}", "{\"a\" 1}", "\"open"
      })
  void rejectsInvalidJson(String text) {
    assertEquals(Reason.NOT_JSON, parse(text).reason());
  }

  @Test
  void rejectsInvalidUtf8() {
    byte[] invalid = HexFormat.of().parseHex("7b2261223a22ff227d");
    assertEquals(Reason.NOT_JSON, ReadingParser.parse(new byte[0], invalid).reason());
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16BE);
    assertEquals(Reason.NOT_JSON, ReadingParser.parse(new byte[0], utf16).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "1", "\"x\"", "true", "false", "null", " null ", "1e999"})
  void rejectsJsonThatIsNotAnObject(String text) {
    assertEquals(Reason.NOT_AN_OBJECT, parse(text).reason());
  }

  @Test
  void acceptsValidJsonOfAnyDepthAndLength() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    String digits = "1".repeat(5_000);
    assertNull(parse(reading("1", "1", "1", ",\"more\":" + deep + ",\"" + digits + "\":" + digits)).reason());
  }

  @Test
  void acceptsNamesThatCollideInHashTables() {
    // Both pairs have the same hash under h * 33 + c, so all of these names collide.
    String names =
        IntStream.range(0, 1024)
            .mapToObj(bits -> Integer.toBinaryString(1024 + bits).replace("0", "Ba").replace("1", "C@"))
            .map(name -> ",\"" + name + "\":0")
            .collect(Collectors.joining());
    assertNull(parse(reading("1", "1", "1", names)).reason());
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1.0,1", "1e3,1000", "-0,0", "9007199254740991,9007199254740991", "10E-1,1"})
  void readsIntegersAsJavaScriptDoes(String text, long number) {
    Reading reading = parse(reading(text, text, "1", "")).reading();
    assertEquals(number, reading.seq());
    assertEquals(number, reading.ts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0.5", "9007199254740992", "1e999", "\"1\"", "null", "[1]", "true"})
  void rejectsOtherNumbersInOrder(String text) {
    assertEquals(Reason.BAD_SEQ, parse(reading(text, text, "\"x\"", "")).reason());
    assertEquals(Reason.BAD_TS, parse(reading("1", text, "\"x\"", "")).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "null", "{}", "1e309", "-1e309", "\"NaN\""})
  void rejectsValuesThatAreNotFiniteNumbers(String text) {
    assertEquals(Reason.BAD_VALUE, parse(reading("1", "1", text, "")).reason());
  }

  @Test
  void usesTheLastOfDuplicateFieldsAndIgnoresOthers() {
    Reading reading = parse(reading("1", "1", "1", ",\"unit\":{\"value\":7},\"value\":2.50")).reading();
    assertEquals(2.5, reading.value());
    assertEquals("2.50", reading.literal());
    assertEquals(Reason.BAD_VALUE, parse(reading("1", "1", "1", ",\"value\":null")).reason());
  }

  @Test
  void comparesKeysExactly() {
    byte[] value = "{\"sensor\":\"\\ud800\",\"seq\":0,\"ts\":0,\"value\":0}".getBytes(StandardCharsets.UTF_8);
    assertEquals(Reason.WRONG_KEY, ReadingParser.parse("?".getBytes(StandardCharsets.UTF_8), value).reason());
    byte[] umlaut = "{\"sensor\":\"\\u00fc\",\"seq\":0,\"ts\":0,\"value\":0}".getBytes(StandardCharsets.UTF_8);
    assertNull(ReadingParser.parse("ü".getBytes(StandardCharsets.UTF_8), umlaut).reason());
  }

  private static String reading(String seq, String ts, String value, String more) {
    return "{\"sensor\":\"s\",\"seq\":" + seq + ",\"ts\":" + ts + ",\"value\":" + value + more + "}";
  }

  /** With the sensor's own key, if it has one. */
  private static Parsed parse(String value) {
    String key = value.contains("sensor-0002") ? "sensor-0002" : value.contains("sensor-0001") ? "sensor-0001" : "s";
    return ReadingParser.parse(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(JsonNode text) {
    return text.isNull() ? null : text.asText().getBytes(StandardCharsets.UTF_8);
  }
}
