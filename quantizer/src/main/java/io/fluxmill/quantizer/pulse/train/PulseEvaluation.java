// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.FisherInformation;
import io.fluxmill.quantizer.pulse.detector.FisherInformation.Bound;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.detector.TriggeredEvents;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import io.fluxmill.quantizer.pulse.reference.PulseNetworkReference;
import io.fluxmill.quantizer.pulse.train.PulseTrainResult.Resolution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The resolution of a network on fresh events in exact integers: those of the front end, then the reference of the engine. */
public final class PulseEvaluation {
    private final PulseNetwork network;
    private final PulseScenario scenario;
    private final Normalisation normalisation;
    private final FisherInformation information;

    public PulseEvaluation(PulseNetwork network, PulseScenario scenario) {
        this.network = network;
        this.scenario = scenario;
        normalisation = Normalisation.toTop(network.activationBits());
        information = FisherInformation.of(scenario.setup());
    }

    /** At the reference amplitude and over the range, with this many events for each. */
    public Resolution resolution(int events, long seed) {
        double reference = scenario.reference();
        SummaryStatistics[] fixed = errors(reference, reference, events, seed);
        SummaryStatistics[] range = errors(scenario.minAmplitude(), scenario.maxAmplitude(), events, seed + 1);
        Bound bound = bound(scenario.setup().pretrigger() - 1, reference);
        return new Resolution(
                fixed[0].getStandardDeviation() * bound.timePs(),
                bound.timePs(),
                fixed[1].getStandardDeviation() * bound.amplitudePercent(),
                bound.amplitudePercent(),
                range[0].getStandardDeviation(),
                range[1].getStandardDeviation());
    }

    /** Averaged over the phase of the sampling clock; the baseline known. */
    private Bound bound(double timeSamples, double amplitude) {
        return information.meanBound(timeSamples, amplitude, true);
    }

    /**
     * Errors of time and amplitude in units of the bound, for heights spread evenly.
     *
     * @param low smallest height, ADC counts
     * @param high largest height, ADC counts
     * @return {@code [2]}: time, amplitude
     */
    public SummaryStatistics[] errors(double low, double high, int events, long seed) {
        Acquisition setup = scenario.setup();
        PulseNetworkReference reference = new PulseNetworkReference(network);
        TriggeredEvents source = new TriggeredEvents(setup, seed);
        Bound bound = bound(setup.pretrigger() - 1, scenario.reference());
        Output time = network.outputs().get(0);
        Output amplitude = network.outputs().get(1);
        SummaryStatistics[] errors = {new SummaryStatistics(), new SummaryStatistics()};
        int[] elements = new int[setup.window()];
        for (int n = 0; n < events; n++) {
            source.next(source.random().uniform(low, high));
            for (int i = 0; i < elements.length; i++) {
                elements[i] = normalisation.element(source.heights()[i], source.peak());
            }
            int[] sums = reference.run(elements);
            double samples = sums[0] * time.scale() + time.offset();
            double counts = (sums[1] * amplitude.scale() + amplitude.offset())
                    / (normalisation.gain(source.peak()) * Acquisition.SUBCOUNTS);
            double timePs = 1000 * setup.adc().periodNs() * (samples - source.timeSamples());
            errors[0].addValue(timePs / bound.timePs() * source.amplitude() / bound.amplitude());
            errors[1].addValue((counts - source.amplitude()) / bound.amplitudeCounts());
        }
        return errors;
    }
}
