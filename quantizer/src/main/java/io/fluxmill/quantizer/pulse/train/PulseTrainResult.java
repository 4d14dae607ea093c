// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.quantizer.pulse.read.PulseNetwork;

/**
 * A trained network and its resolution on fresh events.
 *
 * @param before in floating point
 * @param after in the engine's integers, by its reference
 */
public record PulseTrainResult(PulseNetwork network, Resolution before, Resolution after, double seconds) {
    /**
     * Standard deviations of the errors on single-channel events.
     *
     * @param timePs at the reference amplitude
     * @param boundTimePs its Cramér–Rao bound
     * @param amplitudePercent at the reference amplitude
     * @param boundAmplitudePercent its Cramér–Rao bound
     * @param rangeTime over the range of amplitudes, errors in units of each event's bound
     * @param rangeAmplitude over the range of amplitudes, errors in units of each event's bound
     */
    public record Resolution(
            double timePs,
            double boundTimePs,
            double amplitudePercent,
            double boundAmplitudePercent,
            double rangeTime,
            double rangeAmplitude) {}
}
