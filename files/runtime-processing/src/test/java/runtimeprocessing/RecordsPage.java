package runtimeprocessing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples in docs/records.md, which the producer's tests read too. */
public final class RecordsPage {
  private static final Path PAGE = Path.of("../../docs/records.md");

  private RecordsPage() {}

  /** The lines of a topic's block, unchanged. */
  public static List<String> examples(String topic) {
    Matcher block = Pattern.compile("(?ms)^```text " + topic + "\n(.*?)^```").matcher(read());
    if (!block.find()) {
      throw new IllegalStateException(PAGE + " has no examples of " + topic);
    }
    return block.group(1).lines().toList();
  }

  private static String read() {
    try {
      return Files.readString(PAGE);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
