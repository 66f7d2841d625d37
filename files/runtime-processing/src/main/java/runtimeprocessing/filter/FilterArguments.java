package runtimeprocessing.filter;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * All that decides whether a reading is clean, an outlier or late.
 *
 * @param window how many of a sensor's last readings a new one is compared with
 * @param threshold how many scaled MADs it may lie from their median
 * @param warmUp how many must be known before anything is taken out
 * @param madFloor the least MAD that is reckoned with
 * @param latenessSeconds how far a reading may be older than its sensor's newest
 * @param ttlHours a reading further than this from its sensor's newest begins anew
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

  /** 8 hexadecimal digits that stand for these arguments and this way of filtering, in every record that is written. */
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
