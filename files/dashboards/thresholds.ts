import {
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";

/** The colour of values below all steps, and the value from which each further colour applies. */
export function thresholds(base: string, steps: Readonly<Record<string, number>> = {}): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ color: base, value: null }, ...Object.entries(steps).map(([color, value]) => ({ color, value }))]);
}

/** The same as an override of one field. */
export function thresholdsOf(base: string, steps: Readonly<Record<string, number>>): ThresholdsConfig {
  return thresholds(base, steps).build();
}
