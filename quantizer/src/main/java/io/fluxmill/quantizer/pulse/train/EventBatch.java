// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.FisherInformation.Bound;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.TriggeredEvents;

/**
 * Events for one step.
 *
 * @param elements normalised samples, {@code [batch][window]}
 * @param targets of the outputs, {@code [batch][2]}: time and amplitude in the units of {@link PulseTargets}
 * @param weights an error of 1 of an output in units of the event's Cramér–Rao bound, {@code [batch][2]}
 */
record EventBatch(float[] elements, float[] targets, float[] weights) {
    /**
     * Makes events.
     *
     * @param focus share of the events at the reference amplitude, ± 20 %; the others are spread evenly over the range
     */
    static EventBatch make(TriggeredEvents events, PulseTargets targets, int batch, double focus) {
        Acquisition setup = targets.setup();
        Normalisation normalisation = targets.normalisation();
        EventBatch made = new EventBatch(new float[batch * setup.window()], new float[2 * batch], new float[2 * batch]);
        Bound bound = targets.bound();
        for (int i = 0; i < batch; i++) {
            boolean focused = events.random().uniform() < focus;
            double low = focused ? 0.8 * bound.amplitude() : targets.minAmplitude();
            double high = focused ? 1.2 * bound.amplitude() : targets.maxAmplitude();
            events.next(Math.min(events.random().uniform(low, high), targets.maxAmplitude()));
            events.elements(normalisation, made.elements, i * setup.window());
            double gain = normalisation.gain(events.peak());
            made.targets[2 * i] = (float) targets.time(events.timeSamples());
            made.targets[2 * i + 1] = (float) targets.amplitude(events.amplitude(), gain);
            made.weights[2 * i] =
                    (float) (targets.timePerOutput() / bound.timePs() * events.amplitude() / bound.amplitude());
            made.weights[2 * i + 1] = (float) (targets.amplitudePerOutput(gain) / bound.amplitudeCounts());
        }
        return made;
    }
}
