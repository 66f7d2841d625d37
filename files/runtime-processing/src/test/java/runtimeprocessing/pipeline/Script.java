package runtimeprocessing.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import runtimeprocessing.record.Header;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.Reason;

/**
 * 3,000 records of 7 sensors over two and a half hours: noise, outliers, late readings and malformed records. It must
 * not change, because stored savepoints were created in its middle.
 */
final class Script {
  static final int LENGTH = 3_000;
  static final int MIDDLE = 1_700;

  /** The number of windows that the records up to the middle can close: 1,700 * 3 s are eight and a half. */
  static final int CLOSED_BY_MIDDLE = 8;

  private static final int SENSORS = 7;
  private static final long START = 1_767_225_600_000L;
  private static final long STEP = 3_000;

  private Script() {}

  static List<Incoming> records() {
    Random random = new Random(11);
    List<Incoming> records = new ArrayList<>();
    for (int index = 0; index < LENGTH; index++) {
      double chance = random.nextDouble();
      double noise = random.nextGaussian();
      records.add(chance < 0.01 ? malformed(index) : reading(index, chance, noise));
    }
    return records;
  }

  private static Incoming reading(int index, double chance, double noise) {
    String sensor = "sensor-" + index % SENSORS;
    boolean late = chance > 0.99;
    double value = 20 + noise + (chance < 0.04 ? 70 : 0);
    long ts = START + index * STEP - (late ? 40_000 : 0);
    return new Incoming(new Reading(sensor, index / SENSORS, ts, value, Double.toString(value)), null);
  }

  private static Incoming malformed(int index) {
    byte[] value = ("no reading " + index).getBytes(StandardCharsets.UTF_8);
    return new Incoming(null, new Malformed(null, value, new Header[0], START, Reason.NOT_JSON, 0, index));
  }
}
