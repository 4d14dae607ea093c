// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.pulse.detector.PulseStream.Pulse;
import io.fluxmill.quantizer.pulse.detector.PulseStream.Traffic;
import org.junit.jupiter.api.Test;

class PulseStreamTest {
    private static final Acquisition SETUP = Pulses.crRc(48);

    @Test
    void samplesAreTheSumOfThePulsesTheDriftAndTheNoise() {
        Traffic traffic = new Traffic(500, 60, 20, 0.3, 300, 2000, 40, 9000);
        PulseStream stream = PulseStream.make(SETUP, traffic, 200, 4);
        double[] expected = new double[stream.codes().length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = SETUP.adc().pedestal() + 40 * Math.sin(2 * Math.PI * i / 9000);
        }
        for (Pulse pulse : stream.pulses()) {
            for (int i = 0; i < expected.length; i++) {
                expected[i] += pulse.amplitude() * SETUP.shape().value(8 * (i - pulse.timeSamples()));
            }
        }
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            double rest = stream.codes()[i] - expected[i];
            squares += rest * rest / expected.length;
        }
        double sigma = Acquisition.sigma(Pulses.SNR_DB, Pulses.REFERENCE);
        assertEquals(sigma * sigma + Adc.QUANTISATION, squares, 6 * sigma * sigma / Math.sqrt(expected.length));
    }

    @Test
    void gapsAndPileUpAreAsAskedFor() {
        PulseStream stream = PulseStream.make(SETUP, new Traffic(100, 60, 20, 0.25, 300, 2000, 0, 1), 4000, 5);
        long piledUp = stream.pulses().stream().filter(Pulse::pileUp).count();
        assertEquals(4000, stream.pulses().size() - piledUp);
        assertEquals(1000, piledUp, 4 * Math.sqrt(750));
        double before = 100;
        double phases = 0;
        for (Pulse pulse : stream.pulses()) {
            double gap = pulse.timeSamples() - before;
            assertTrue(pulse.pileUp() ? gap >= 1 && gap < SETUP.window() : gap >= 60, "gap=" + gap);
            before = pulse.timeSamples();
            phases += pulse.timeSamples() - Math.floor(pulse.timeSamples());
        }
        assertEquals(0.5, phases / stream.pulses().size(), 0.02);
    }

    /** Distances of a Poisson process are exponential: mean, and share below a window, 1 - e^(-window / mean). */
    @Test
    void withoutAGapPulsesAreAPoissonProcess() {
        int count = 20_000;
        for (double mean : new double[] {10, 100, 1000}) {
            PulseStream stream = PulseStream.make(SETUP, new Traffic(100, 0, mean, 0, 300, 2000, 0, 1), count, 6);
            assertEquals(count, stream.pulses().size());
            double share = 1 - Math.exp(-SETUP.window() / mean);
            long closer = 0;
            long told = 0;
            for (int i = 1; i < count; i++) {
                double gap = stream.pulses().get(i).timeSamples()
                        - stream.pulses().get(i - 1).timeSamples();
                closer += gap < SETUP.window() ? 1 : 0;
                told += stream.pulses().get(i).pileUp() ? 1 : 0;
            }
            assertEquals(closer, told);
            assertEquals(count * share, closer, 4 * Math.sqrt(count * share * (1 - share)));
            double last = stream.pulses().get(count - 1).timeSamples();
            assertEquals(mean, (last - 100) / count, 4 * mean / Math.sqrt(count));
        }
    }

    @Test
    void sameSeedSameStream() {
        Traffic traffic = Traffic.apart(50, 80, 1000, 1000);
        assertArrayEquals(
                PulseStream.make(SETUP, traffic, 20, 1).codes(),
                PulseStream.make(SETUP, traffic, 20, 1).codes());
    }

    @Test
    void refusesATrafficThatIsNone() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Traffic(0, -1, 1, 0, 1, 2, 0, 1));
        assertEquals("gap must be 0 or more: gap=-1.0", e.getMessage());
    }
}
