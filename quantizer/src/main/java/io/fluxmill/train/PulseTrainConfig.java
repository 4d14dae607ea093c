// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.train;

import io.fluxmill.detector.Acquisition;
import java.nio.file.Path;

/**
 * A training of a network for pulses.
 *
 * @param reference the amplitude at which {@code snrDb} holds, ADC counts
 * @param minAmplitude smallest height of a pulse, ADC counts
 * @param maxAmplitude largest height of a pulse, ADC counts
 * @param focus share of the events at the reference amplitude, ± 20 %
 * @param batch events of a step
 * @param floating without rounding
 * @param quantized in the engine's integers
 */
public record PulseTrainConfig(
        String name,
        Path model,
        Acquisition setup,
        double snrDb,
        double reference,
        double minAmplitude,
        double maxAmplitude,
        double focus,
        PulseTopology topology,
        int activationBits,
        long seed,
        int threads,
        int batch,
        Phase floating,
        Phase quantized) {
    /** @param learningRate at its start; it falls to 0 along half a cosine */
    public record Phase(int steps, double learningRate) {}
}
