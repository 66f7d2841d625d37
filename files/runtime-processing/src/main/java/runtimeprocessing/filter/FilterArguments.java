package runtimeprocessing.filter;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The arguments that decide whether a reading is clean, an outlier or late.
 *
 * @param window the number of a sensor's last readings that a new one is compared with
 * @param threshold the maximum distance from their median, in scaled MADs
 * @param warmUp the number of readings that must be known before any is removed
 * @param madFloor the minimum MAD that is used
 * @param latenessSeconds how much older a reading may be than its sensor's newest
 * @param ttlHours a reading further than this from its sensor's newest resets the filter
 */
public record FilterArguments(
    int window, double threshold, int warmUp, double madFloor, long latenessSeconds, long ttlHours)
    implements Serializable {
  private static final int HASH_BYTES = 4;

  public long latenessMs() {
    return latenessSeconds * 1000;
  }

  public long ttlMs() {
    return ttlHours * 3_600_000;
  }

  /** 8 hexadecimal digits that identify these arguments and this algorithm in every written record. */
  public String hash() {
    byte[] digest = sha256().digest(canonical().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
  }

  private String canonical() {
    return String.join(
        ";",
        "hampel-1",
        "filter-window=" + window,
        "threshold=" + plain(threshold),
        "warm-up=" + warmUp,
        "mad-floor=" + plain(madFloor),
        "lateness-seconds=" + latenessSeconds,
        "state-ttl-hours=" + ttlHours);
  }

  /** Decimal digits without an exponent and without trailing zeros. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
