// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.pulse;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Run-time settings of the front ends of a pulse-feature accelerator; docs/pulse-engine.md has the arithmetic.
 *
 * @param window samples of an event, 4 or more
 * @param pretrigger samples of an event before its trigger, less than {@code window}
 * @param threshold over the baseline, 2^-4 LSB, 0 to 2^20 - 1
 * @param hysteresis what the signal falls below the threshold to re-arm, 2^-4 LSB, 0 to 2^20 - 1
 * @param inverted whether pulses go down
 * @param hold whether samples wait for a free buffer; otherwise events are lost, and counted, while all buffers are full
 * @param stuckLimit samples without re-arming after which the trigger is stuck, 0 to 2^24 - 1; 0: never
 * @param baselineMode where an event's baseline comes from
 * @param baseline of mode FIXED, 2^-4 LSB
 * @param baselineShift k of the running baseline, 0 to 15
 * @param baselineSamples 2^k samples make the baseline of mode WINDOW, 0 to 10
 * @param normalise whether the gain follows the peak
 * @param gain without normalisation, 0 to 65535
 * @param gainShift right shift of the product with the gain, 0 to 31
 * @param gains 16 gains of the normalisation, 0 to 65535
 */
public record FrontEndSettings(
        int window,
        int pretrigger,
        int threshold,
        int hysteresis,
        boolean inverted,
        boolean hold,
        int stuckLimit,
        BaselineMode baselineMode,
        int baseline,
        int baselineShift,
        int baselineSamples,
        boolean normalise,
        int gain,
        int gainShift,
        List<Integer> gains) {
    /** Gains of the normalisation. */
    public static final int GAINS = 16;

    private static final int LEVEL_MAX = (1 << 20) - 1;

    /** Where the baseline of trigger and event comes from. */
    public enum BaselineMode {
        /** Both are a constant. */
        FIXED,
        /** Both are the running baseline, the event's is that at its trigger. */
        RUNNING,
        /** The trigger's is the running baseline, the event's the mean of its first samples. */
        WINDOW;

        /** The field {@code baseline_mode} of register MODE. */
        int code() {
            return switch (this) {
                case FIXED -> 0;
                case RUNNING -> 1;
                case WINDOW -> 2;
            };
        }
    }

    /** @throws InputException if a value breaks its rule, whatever the hardware */
    public FrontEndSettings {
        gains = List.copyOf(gains);
        range("window", window, 4, 1 << 13);
        require(
                pretrigger >= 0 && pretrigger < window,
                "pretrigger must be in 0.." + (window - 1) + ", within the window of " + window
                        + " samples: pretrigger=" + pretrigger,
                "use a smaller pretrigger or a longer window");
        range("threshold", threshold, 0, LEVEL_MAX);
        range("hysteresis", hysteresis, 0, LEVEL_MAX);
        range("stuck-limit", stuckLimit, 0, (1 << 24) - 1);
        range("baseline", baseline, 0, LEVEL_MAX);
        range("baseline-shift", baselineShift, 0, 15);
        range("baseline-samples", baselineSamples, 0, 10);
        require(
                baselineMode != BaselineMode.WINDOW || 1 << baselineSamples <= window,
                "baseline-samples must be at most the window of " + window + " samples: 2^" + baselineSamples
                        + " samples",
                "use a smaller baseline-samples");
        range("gain", gain, 0, 0xFFFF);
        range("gain-shift", gainShift, 0, 31);
        require(
                gains.size() == GAINS,
                "gains must be " + GAINS + " values: values=" + gains.size(),
                "give all of them");
        for (int value : gains) {
            range("gains", value, 0, 0xFFFF);
        }
    }

    /**
     * Checks that a design can run them.
     *
     * @throws InputException if the window is longer than its buffers, or the baseline beyond its ADC's range
     */
    public void requireFits(Manifest manifest) {
        long longest = manifest.parameter("windowSamples");
        require(
                window <= longest,
                "window must be at most " + longest + ", the event buffers of design " + manifest.design() + ": window="
                        + window,
                "use a shorter window, or set engine.window to " + Math.max(16, Integer.highestOneBit(window * 2 - 1)));
        long levels = 1L << (manifest.parameter("adcBits") + 4);
        require(
                baseline < levels,
                "baseline must be less than " + levels + " for the ADC of design " + manifest.design() + ": baseline="
                        + baseline,
                "baselines are in sixteenths of an ADC step");
    }

    /** Values of fields by register and field. */
    public Map<String, Map<String, Integer>> fields() {
        Map<String, Map<String, Integer>> fields = new LinkedHashMap<>();
        fields.put(
                "MODE",
                Map.of(
                        "polarity", inverted ? 1 : 0,
                        "hold", hold ? 1 : 0,
                        "normalise", normalise ? 1 : 0,
                        "baseline_mode", baselineMode.code()));
        fields.put("WINDOW", Map.of("value", window));
        fields.put("PRETRIGGER", Map.of("value", pretrigger));
        fields.put("THRESHOLD", Map.of("value", threshold));
        fields.put("HYSTERESIS", Map.of("value", hysteresis));
        fields.put("STUCK_LIMIT", Map.of("value", stuckLimit));
        fields.put("BASELINE", Map.of("value", baseline));
        fields.put("BASELINE_SHIFT", Map.of("value", baselineShift));
        fields.put("BASELINE_SAMPLES", Map.of("value", baselineSamples));
        fields.put("GAIN", Map.of("value", gain));
        fields.put("GAIN_SHIFT", Map.of("value", gainShift));
        return fields;
    }

    /** What the memories hold. */
    public List<PulseProgram.Image> images() {
        int[] words = gains.stream().mapToInt(Integer::intValue).toArray();
        return List.of(new PulseProgram.Image("gains", PulseMemory.GAINS.address(), words));
    }

    private static void range(String key, int value, int low, int high) {
        require(
                value >= low && value <= high,
                key + " must be in " + low + ".." + high + ": " + key + "=" + value,
                "choose a value in this range");
    }

    private static void require(boolean holds, String fact, String remedy) {
        if (!holds) {
            throw new InputException(fact, remedy);
        }
    }
}
