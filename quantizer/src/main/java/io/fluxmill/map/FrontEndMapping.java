// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.map;

import io.fluxmill.detector.Acquisition;
import io.fluxmill.detector.Normalisation;
import io.fluxmill.program.FrontEndSettings;
import io.fluxmill.program.FrontEndSettings.BaselineMode;
import java.util.Arrays;

/** The front end's settings for a detector pulse: running baseline, peak normalisation, samples wait for a free buffer. */
public final class FrontEndMapping {
    /** The signal falls by half of the threshold before the trigger is armed again. */
    private static final int HYSTERESIS = 2;

    private FrontEndMapping() {}

    /** @param normalisation as the network was trained with: {@link Normalisation#toTop} */
    public static FrontEndSettings settings(Acquisition setup, Normalisation normalisation) {
        return new FrontEndSettings(
                setup.window(),
                setup.pretrigger(),
                setup.thresholdSubcounts(),
                setup.thresholdSubcounts() / HYSTERESIS,
                false,
                true,
                0,
                BaselineMode.RUNNING,
                0,
                setup.baselineShift(),
                0,
                true,
                1,
                normalisation.gainShift(),
                Arrays.stream(normalisation.gains()).boxed().toList());
    }
}
