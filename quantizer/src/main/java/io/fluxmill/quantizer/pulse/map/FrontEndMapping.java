// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import java.util.Arrays;

/** The front end's settings for the pulses of a detector; samples wait for a free buffer, so a simulation loses nothing. */
public final class FrontEndMapping {
    private FrontEndMapping() {}

    /**
     * Settings that pulse, noise and trigger do not determine.
     *
     * @param baselineSamples k: the mean of 2^k samples is the baseline of mode WINDOW
     * @param hysteresis share of the threshold by which the signal falls below it before the trigger is armed again
     * @param inverted whether pulses go down
     * @param normalise whether the gain follows the peak; otherwise elements are the heights in 1/16 counts
     * @param stuckLimit samples without re-arming after which the trigger is stuck; 0: never
     */
    public record Options(
            BaselineMode mode,
            int baselineSamples,
            double hysteresis,
            boolean inverted,
            boolean normalise,
            int stuckLimit) {
        /** Running baseline, re-armed at half of the threshold, normalised. */
        public static final Options DEFAULT = new Options(BaselineMode.RUNNING, 0, 0.5, false, true, 0);
    }

    /** @param normalisation as the network was trained with: {@link Normalisation#toTop} */
    public static FrontEndSettings settings(Acquisition setup, Normalisation normalisation) {
        return settings(
                setup.window(),
                setup.pretrigger(),
                setup.threshold(),
                setup.baselineShift(),
                normalisation,
                Options.DEFAULT);
    }

    /**
     * The same without a known pulse.
     *
     * @param window samples of an event
     * @param pretrigger samples of an event before its trigger
     * @param threshold over the baseline, ADC counts
     * @param baselineShift k of the running baseline
     */
    public static FrontEndSettings settings(
            int window,
            int pretrigger,
            double threshold,
            int baselineShift,
            Normalisation normalisation,
            Options options) {
        int level = (int) Math.round(threshold * Acquisition.SUBCOUNTS);
        return new FrontEndSettings(
                window,
                pretrigger,
                level,
                (int) Math.floor(level * options.hysteresis()),
                options.inverted(),
                true,
                options.stuckLimit(),
                options.mode(),
                0,
                baselineShift,
                options.baselineSamples(),
                options.normalise(),
                1,
                options.normalise() ? normalisation.gainShift() : 0,
                Arrays.stream(normalisation.gains()).boxed().toList());
    }
}
