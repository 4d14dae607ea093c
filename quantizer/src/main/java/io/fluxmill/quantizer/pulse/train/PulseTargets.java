// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.FisherInformation;
import io.fluxmill.quantizer.pulse.detector.FisherInformation.Bound;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;

/**
 * What the outputs of a network under training mean. Time: samples from the window's first one, less the samples before the
 * trigger. Amplitude: how far it is from the top of the normalised range, in twentieths of it. Both are then of the order of 1.
 *
 * @param bound at the reference amplitude, with a known baseline
 * @param minAmplitude smallest height of a pulse, ADC counts
 * @param maxAmplitude largest height of a pulse, ADC counts
 */
record PulseTargets(
        Acquisition setup, Normalisation normalisation, Bound bound, double minAmplitude, double maxAmplitude) {
    private static final double AMPLITUDE_STEP = 0.05;

    static PulseTargets of(PulseScenario scenario, Normalisation normalisation) {
        Acquisition setup = scenario.setup();
        Bound bound = FisherInformation.of(setup).meanBound(setup.pretrigger() - 1, scenario.reference(), true);
        return new PulseTargets(setup, normalisation, bound, scenario.minAmplitude(), scenario.maxAmplitude());
    }

    /** The same outputs for another range of amplitudes. */
    PulseTargets between(double min, double max) {
        return new PulseTargets(setup, normalisation, bound, min, max);
    }

    double time(double samples) {
        return samples - timeOffset();
    }

    /** Samples at output 0. */
    double timeOffset() {
        return setup.pretrigger();
    }

    /** Picoseconds for 1 at the output. */
    double timePerOutput() {
        return 1000 * setup.adc().periodNs();
    }

    /** @param gain elements for 1/16 count */
    double amplitude(double counts, double gain) {
        return (counts * Acquisition.SUBCOUNTS * gain - amplitudeOffset()) / elementsPerOutput();
    }

    /** Elements at output 0. */
    double amplitudeOffset() {
        return normalisation.top();
    }

    /** Elements for 1 at the output. */
    double elementsPerOutput() {
        return AMPLITUDE_STEP * normalisation.top();
    }

    /** ADC counts for 1 at the output. */
    double amplitudePerOutput(double gain) {
        return elementsPerOutput() / (Acquisition.SUBCOUNTS * gain);
    }
}
