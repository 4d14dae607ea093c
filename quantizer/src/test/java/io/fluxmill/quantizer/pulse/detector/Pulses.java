// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

/** The pulse of docs/pulse-engine.md's examples: CR-RC², τp = 48 ns, 32 samples of 8 ns, 12 bits, 47.4 dB. */
public final class Pulses {
    public static final double SNR_DB = 47.4;
    public static final Adc ADC = new Adc(12, 8, 100);
    public static final double REFERENCE = 0.8 * ADC.fullScale();

    private Pulses() {}

    public static Acquisition crRc(double peakNs) {
        return new Acquisition(
                new PulseShape.CrRc(2, peakNs), ADC, Noise.white(Acquisition.sigma(SNR_DB, REFERENCE)), 80, 32, 6, 10);
    }

    public static PulseScenario scenario() {
        return new PulseScenario(crRc(48), SNR_DB, REFERENCE, 0.1 * ADC.fullScale(), ADC.fullScale());
    }
}
