// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.pulse;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Run-time settings of the classical chain of a pulse-feature accelerator; docs/pulse-engine.md has the arithmetic.
 *
 * @param pole a of the pole-zero cancellation times 2^16, 0 to 2^17 - 1; 65536: no cancellation
 * @param rise of the trapezoid, samples, 1 or more
 * @param flat top of the trapezoid, samples
 * @param pick samples after the trigger at which the trapezoid is reported
 * @param fraction of the CFD times 2^8, 0 to 255
 * @param delay of the CFD, samples, 1 to 255
 * @param arm level that arms the CFD, 2^-12 LSB, 0 to 2^30 - 1
 * @param bankOrigin CFD time of the beginning of bank 0, 2^-10 samples, -2^23 to 2^23 - 1
 * @param bankShift 2^bankShift units of 2^-10 samples in a bank, 0 to 31
 * @param filterStart first sample of the optimal filter
 * @param amplitudeShift right shift of A, 0 to 31
 * @param timeShift right shift of A tau, 0 to 31
 * @param amplitude coefficients {@code [bank][sample]}, signed 18 bits
 * @param time coefficients {@code [bank][sample]}, signed 18 bits, of the same shape
 */
public record ClassicalSettings(
        int pole,
        int rise,
        int flat,
        int pick,
        int fraction,
        int delay,
        int arm,
        int bankOrigin,
        int bankShift,
        int filterStart,
        int amplitudeShift,
        int timeShift,
        List<List<Integer>> amplitude,
        List<List<Integer>> time) {
    /** Two's complement of 24 bits. */
    private static final int ORIGIN_MASK = (1 << 24) - 1;

    private static final int COEFFICIENT_MAX = (1 << 17) - 1;

    /** @throws InputException if a value breaks its rule, whatever the hardware */
    public ClassicalSettings {
        amplitude = amplitude.stream().map(List::copyOf).toList();
        time = time.stream().map(List::copyOf).toList();
        range("pole", pole, 0, (1 << 17) - 1);
        range("rise", rise, 1, (1 << 13) - 1);
        range("flat", flat, 0, (1 << 13) - 1);
        range("pick", pick, 0, (1 << 13) - 1);
        range("fraction", fraction, 0, 255);
        range("delay", delay, 1, 255);
        range("arm", arm, 0, (1 << 30) - 1);
        range("bank-origin", bankOrigin, -(1 << 23), (1 << 23) - 1);
        range("bank-shift", bankShift, 0, 31);
        range("filter-start", filterStart, 0, (1 << 13) - 1);
        range("amplitude-shift", amplitudeShift, 0, 31);
        range("time-shift", timeShift, 0, 31);
        require(
                !amplitude.isEmpty() && amplitude.size() == time.size(),
                "optimal filter must have as many banks for the time as for the amplitude: " + amplitude.size()
                        + " and " + time.size(),
                "give both coefficients of each bank");
        int length = amplitude.get(0).size();
        for (int bank = 0; bank < amplitude.size(); bank++) {
            coefficients(bank, amplitude.get(bank), length);
            coefficients(bank, time.get(bank), length);
        }
    }

    private static void coefficients(int bank, List<Integer> values, int length) {
        require(
                length > 0 && values.size() == length,
                "bank " + bank + " of the optimal filter must have " + Math.max(1, length)
                        + " coefficients: coefficients=" + values.size(),
                "all banks have one length");
        for (int value : values) {
            range("coefficient", value, -COEFFICIENT_MAX - 1, COEFFICIENT_MAX);
        }
    }

    /** Samples of the optimal filter. */
    public int filterLength() {
        return amplitude.get(0).size();
    }

    /**
     * Checks that a design can run them with a front end's window.
     *
     * @throws InputException naming what does not fit
     */
    public void requireFits(Manifest manifest, FrontEndSettings frontEnd) {
        String design = manifest.design();
        long longest = manifest.parameter("windowSamples");
        require(
                rise + flat < longest,
                "rise and flat must be less than " + longest + " samples together in design " + design + ": rise="
                        + rise + " flat=" + flat,
                "use a shorter trapezoid, or a longer engine.window");
        require(
                frontEnd.pretrigger() + pick < frontEnd.window(),
                "pick must be within the window, less than " + (frontEnd.window() - frontEnd.pretrigger()) + ": pick="
                        + pick,
                "use a smaller pick or a longer window");
        long delays = Math.min(256, longest);
        require(delay < delays, "delay must be less than " + delays + ": delay=" + delay, "use a shorter delay");
        long samples = manifest.parameter("filterSamples");
        require(
                filterLength() <= samples,
                "optimal filter must have at most " + samples + " samples in design " + design + ": samples="
                        + filterLength(),
                "use a shorter filter, or a larger engine.filter-samples");
        require(
                filterStart + filterLength() <= frontEnd.window(),
                "optimal filter must end within the window of " + frontEnd.window() + " samples: filter-start="
                        + filterStart + " samples=" + filterLength(),
                "use a shorter filter, or a smaller filter-start");
        long banks = manifest.parameter("phaseBanks");
        require(
                amplitude.size() == banks,
                "optimal filter must have the " + banks + " banks of design " + design + ": banks=" + amplitude.size(),
                "repeat banks, or set engine.phase-banks");
    }

    /** Values of fields by register and field. */
    public Map<String, Map<String, Integer>> fields() {
        Map<String, Map<String, Integer>> fields = new LinkedHashMap<>();
        fields.put("POLE", Map.of("value", pole));
        fields.put("RISE", Map.of("value", rise));
        fields.put("FLAT", Map.of("value", flat));
        fields.put("PICK", Map.of("value", pick));
        fields.put("FRACTION", Map.of("value", fraction));
        fields.put("DELAY", Map.of("value", delay));
        fields.put("CFD_ARM", Map.of("value", arm));
        fields.put("BANK_ORIGIN", Map.of("value", bankOrigin & ORIGIN_MASK));
        fields.put("BANK_SHIFT", Map.of("value", bankShift));
        fields.put("FILTER_START", Map.of("value", filterStart));
        fields.put("FILTER_LENGTH", Map.of("value", filterLength()));
        fields.put("FILTER_SHIFT", Map.of("amplitude", amplitudeShift, "time", timeShift));
        return fields;
    }

    /** What the memories hold: bank by bank, each at a multiple of the design's filterSamples. */
    public List<PulseProgram.Image> images(Manifest manifest) {
        int pitch = Math.toIntExact(manifest.parameter("filterSamples"));
        return List.of(
                new PulseProgram.Image("filter amplitude", PulseMemory.AMPLITUDE.address(), words(amplitude, pitch)),
                new PulseProgram.Image("filter time", PulseMemory.TIME.address(), words(time, pitch)));
    }

    private static int[] words(List<List<Integer>> banks, int pitch) {
        int[] words = new int[banks.size() * pitch];
        for (int bank = 0; bank < banks.size(); bank++) {
            for (int i = 0; i < banks.get(bank).size(); i++) {
                words[bank * pitch + i] = banks.get(bank).get(i);
            }
        }
        return words;
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
