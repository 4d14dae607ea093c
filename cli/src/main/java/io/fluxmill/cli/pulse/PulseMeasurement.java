// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.pulse.PulseSimulation.Result;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.cli.pulse.PulseVerification.Records;
import io.fluxmill.cli.pulse.PulseVerification.Resolution;
import java.util.List;

/**
 * The results of the pulses of a job.
 *
 * @param parts the runs whose throughput and counters are shown
 * @param comparison of everything that ran
 * @param resolution where the truth is known, or null
 * @param records of recorded pulses, or null
 */
record PulseMeasurement(List<Result> parts, Comparison comparison, Resolution resolution, Records records) {
    /** Takes a copy. */
    PulseMeasurement {
        parts = List.copyOf(parts);
    }
}
