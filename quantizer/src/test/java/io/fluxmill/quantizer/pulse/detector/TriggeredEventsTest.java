// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TriggeredEventsTest {
    private static final Acquisition SETUP = Pulses.crRc(48);

    @Test
    void samplesAreThePulseAtTheTrueTimeWithTheNoise() {
        TriggeredEvents events = new TriggeredEvents(SETUP, 5);
        double squares = 0;
        int samples = 0;
        for (int n = 0; n < 2000; n++) {
            events.next(Pulses.REFERENCE);
            for (int i = 0; i < SETUP.window(); i++) {
                double pulse = Pulses.REFERENCE * SETUP.shape().value(8 * (i - events.timeSamples()));
                double rest = events.heights()[i] / 16.0 - pulse;
                squares += rest * rest;
                samples++;
            }
        }
        double sigma = Acquisition.sigma(Pulses.SNR_DB, Pulses.REFERENCE);
        double expected = Math.sqrt(sigma * sigma + Adc.QUANTISATION + SETUP.baselineSigma() * SETUP.baselineSigma());
        assertEquals(expected, Math.sqrt(squares / samples), 4 * expected / Math.sqrt(2.0 * samples));
    }

    /** The first sample at or over the threshold is the trigger; the rising edge is where it must be. */
    @Test
    void windowBeginsBeforeTheTrigger() {
        TriggeredEvents events = new TriggeredEvents(SETUP, 6);
        int threshold = SETUP.thresholdSubcounts();
        for (int n = 0; n < 2000; n++) {
            events.next(0.1 * Pulses.ADC.fullScale() * (1 + n % 9));
            int[] heights = events.heights();
            assertTrue(heights[SETUP.pretrigger()] >= threshold);
            assertTrue(events.timeSamples() <= SETUP.pretrigger());
            assertTrue(events.timeSamples() > SETUP.pretrigger() - 4, "time=" + events.timeSamples());
            int firstAfterStart = (int) Math.ceil(events.timeSamples());
            for (int i = firstAfterStart; i < SETUP.pretrigger(); i++) {
                assertTrue(heights[i] < threshold, "event " + n + " sample " + i);
            }
        }
        assertEquals(0, events.missed());
    }

    @Test
    void sameSeedSameEvents() {
        TriggeredEvents first = new TriggeredEvents(SETUP, 9);
        TriggeredEvents second = new TriggeredEvents(SETUP, 9);
        for (int n = 0; n < 10; n++) {
            first.next(1000);
            second.next(1000);
            assertArrayEquals(first.heights(), second.heights());
            assertEquals(first.timeSamples(), second.timeSamples());
        }
    }

    @Test
    void pulsesBelowTheThresholdAreCountedAndPulsesOverTheRangeFlagged() {
        TriggeredEvents events = new TriggeredEvents(SETUP, 10);
        for (int n = 0; n < 50; n++) {
            events.next(60);
        }
        assertTrue(events.missed() > 0);
        events.next(4200);
        assertTrue(events.overRange());
        events.next(Pulses.ADC.fullScale());
        assertTrue(!events.overRange());
    }
}
