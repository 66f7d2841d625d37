package runtimeprocessing.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A case of src/test/resources/filter-cases, which implementations in other languages read too. */
public record FilterCase(String name, JsonNode json) {
  private static final Path FOLDER = Path.of("src/test/resources/filter-cases");

  /** A reading and its verdict: clean, outlier or late. */
  public record Line(String sensor, long ts, double value, String verdict) {}

  public static List<FilterCase> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(FilterCase::read).toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  public FilterArguments arguments() {
    JsonNode given = json.get("arguments");
    return new FilterArguments(
        given.get("filter-window").asInt(),
        given.get("threshold").asDouble(),
        given.get("warm-up").asInt(),
        given.get("mad-floor").asDouble(),
        given.get("lateness-seconds").asLong(),
        given.get("state-ttl-hours").asLong());
  }

  public String hash() {
    return json.get("filter").asText();
  }

  public long windowMinutes() {
    return json.get("arguments").get("window-minutes").asLong();
  }

  public List<Line> lines() {
    return StreamSupport.stream(json.get("readings").spliterator(), false)
        .map(
            line ->
                new Line(
                    line.get("sensor").asText(),
                    line.get("ts").asLong(),
                    line.get("value").asDouble(),
                    line.get("is").asText()))
        .toList();
  }

  /** The expected records of the windows. */
  public List<String> windows() {
    return StreamSupport.stream(json.get("windows").spliterator(), false).map(JsonNode::toString).toList();
  }

  @Override
  public String toString() {
    return name;
  }

  private static FilterCase read(Path file) {
    try {
      return new FilterCase(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }
}
