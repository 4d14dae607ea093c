// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.config.ConfigNode;
import io.fluxmill.detector.Normalisation;
import io.fluxmill.program.FrontEndSettings;
import io.fluxmill.program.FrontEndSettings.BaselineMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code front-end}: what the pulses themselves do not say.
 *
 * @param hysteresis ADC counts; negative for half the threshold
 * @param baselineSamples k: the mean of 2^k samples is the baseline of mode WINDOW
 */
record FrontEndSection(
        BaselineMode mode,
        int baselineSamples,
        double hysteresis,
        boolean inverted,
        boolean normalise,
        int stuckLimit) {
    /** Of what thresholds and baselines are counted in. */
    private static final int SUBCOUNTS = 16;

    private static final double HALF = -1;

    static FrontEndSection from(Optional<ConfigNode> section) {
        if (section.isEmpty()) {
            return new FrontEndSection(BaselineMode.RUNNING, 0, HALF, false, true, 0);
        }
        ConfigNode node = section.get();
        FrontEndSection read = new FrontEndSection(
                node.choice("baseline", List.of("running", "window"), "running").equals("window")
                        ? BaselineMode.WINDOW
                        : BaselineMode.RUNNING,
                node.integer("baseline-samples-log2", 0, 10, 2),
                node.number("hysteresis", 0, 65_535, HALF),
                node.flag("inverted", false),
                node.flag("normalise", true),
                node.integer("stuck-limit", 0, (1 << 24) - 1, 0));
        node.rejectUnknown();
        return read;
    }

    /**
     * The settings of a run; samples wait for a free buffer, so that a simulation loses nothing.
     *
     * @param threshold ADC counts
     */
    FrontEndSettings settings(int window, int pretrigger, double threshold, int baselineShift, int activationBits) {
        Normalisation normalisation = Normalisation.toTop(activationBits);
        int level = (int) Math.round(threshold * SUBCOUNTS);
        return new FrontEndSettings(
                window,
                pretrigger,
                level,
                hysteresis == HALF ? level / 2 : (int) Math.round(hysteresis * SUBCOUNTS),
                inverted,
                true,
                stuckLimit,
                mode,
                0,
                baselineShift,
                baselineSamples,
                normalise,
                1,
                normalise ? normalisation.gainShift() : 0,
                Arrays.stream(normalisation.gains()).boxed().toList());
    }
}
