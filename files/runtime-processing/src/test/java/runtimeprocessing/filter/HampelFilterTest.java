package runtimeprocessing.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import runtimeprocessing.filter.FilterCase.Line;

class HampelFilterTest {
  private static final FilterArguments ARGUMENTS = new FilterArguments(5, 3, 3, 0.1, 10, 1);

  static List<FilterCase> cases() {
    return FilterCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAsInTheCase(FilterCase example) {
    HampelFilter filter = new HampelFilter(example.arguments());
    Map<String, FilterState> states = new HashMap<>();
    List<Line> decided =
        example.lines().stream()
            .map(
                line -> {
                  Decision decision = filter.decide(states.get(line.sensor()), line.ts(), line.value());
                  states.put(line.sensor(), decision.state());
                  String verdict = decision.verdict().name().toLowerCase(Locale.ROOT);
                  return new Line(line.sensor(), line.ts(), line.value(), verdict);
                })
            .toList();
    assertEquals(example.lines(), decided);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hashesTheArgumentsAsInTheCase(FilterCase example) {
    assertEquals(example.hash(), example.arguments().hash());
  }

  @Test
  void storesNoMoreThanItsWindow() {
    FilterState state = null;
    for (int reading = 0; reading < 50; reading++) {
      state = new HampelFilter(ARGUMENTS).decide(state, reading, reading).state();
    }
    assertEquals(List.of(45.0, 46.0, 47.0, 48.0, 49.0), boxed(state));
  }

  @Test
  void usesOnlyItsOwnWindowIfAnEarlierJobStoredMore() {
    FilterState long8 = new FilterState(0, new double[] {90, 90, 90, 90, 90, 20, 20, 20});
    FilterArguments three = new FilterArguments(3, 3, 3, 0.1, 10, 1);
    Decision decision = new HampelFilter(three).decide(long8, 1, 90);
    assertEquals(Verdict.OUTLIER, decision.verdict());
    assertEquals(List.of(20.0, 20.0, 90.0), boxed(decision.state()));
  }

  @Test
  void ignoresLateReadings() {
    FilterState state = new FilterState(100_000, new double[] {1, 2, 3});
    Decision decision = new HampelFilter(ARGUMENTS).decide(state, 89_999, 7);
    assertEquals(Verdict.LATE, decision.verdict());
    assertSame(state, decision.state());
  }

  private static List<Double> boxed(FilterState state) {
    return Arrays.stream(state.values()).boxed().toList();
  }
}
