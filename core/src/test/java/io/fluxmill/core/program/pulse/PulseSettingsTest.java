// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.pulse;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Settings that a design cannot run are refused in a sentence that names the key, before anything is written. */
class PulseSettingsTest {
    private static final Manifest DESIGN = Manifest.builder("feature", "pulse")
            .parameters(Map.of("windowSamples", 32L, "adcBits", 12L, "filterSamples", 16L, "phaseBanks", 1L))
            .build();

    private static FrontEndSettings frontEnd(int window, int pretrigger, int baseline) {
        return new FrontEndSettings(
                window,
                pretrigger,
                1600,
                160,
                true,
                true,
                0,
                BaselineMode.RUNNING,
                baseline,
                6,
                2,
                true,
                0,
                3,
                Collections.nCopies(FrontEndSettings.GAINS, 7));
    }

    private static ClassicalSettings classical(int rise, int pick, int start, int length) {
        List<List<Integer>> bank = List.of(Collections.nCopies(length, -5));
        return new ClassicalSettings(65_536, rise, 2, pick, 128, 4, 100, -1, 6, start, 3, 4, bank, bank);
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(InputException.class, call).getMessage());
    }

    @Test
    void whatFitsIsAccepted() {
        FrontEndSettings settings = frontEnd(32, 31, 0);
        assertDoesNotThrow(() -> settings.requireFits(DESIGN));
        assertDoesNotThrow(() -> classical(29, 0, 16, 16).requireFits(DESIGN, settings));
        assertEquals(
                Map.of("polarity", 1, "hold", 1, "normalise", 1, "baseline_mode", 1),
                settings.fields().get("MODE"));
        assertEquals(Map.of("value", 0xFFFFFF), classical(1, 0, 0, 1).fields().get("BANK_ORIGIN"));
        int[] words = classical(1, 0, 0, 3).images(DESIGN).get(1).words();
        assertEquals(16, words.length);
        assertEquals(-5, words[2]);
        assertEquals(0, words[3]);
    }

    @Test
    void frontEndsThatDoNotFit() {
        refused("window must be at most 32, the event buffers of design feature: window=33", () -> frontEnd(33, 0, 0)
                .requireFits(DESIGN));
        refused(
                "pretrigger must be in 0..31, within the window of 32 samples: pretrigger=32",
                () -> frontEnd(32, 32, 0));
        refused("window must be in 4..8192: window=3", () -> frontEnd(3, 0, 0));
        refused(
                "baseline must be less than 65536 for the ADC of design feature: baseline=65536",
                () -> frontEnd(32, 0, 65_536).requireFits(DESIGN));
    }

    @Test
    void classicalChainsThatDoNotFit() {
        FrontEndSettings settings = frontEnd(32, 8, 0);
        refused(
                "rise and flat must be less than 32 samples together in design feature: rise=30 flat=2",
                () -> classical(30, 0, 0, 16).requireFits(DESIGN, settings));
        refused("pick must be within the window, less than 24: pick=24", () -> classical(3, 24, 0, 16)
                .requireFits(DESIGN, settings));
        refused(
                "optimal filter must have at most 16 samples in design feature: samples=17",
                () -> classical(3, 0, 0, 17).requireFits(DESIGN, settings));
        refused(
                "optimal filter must end within the window of 32 samples: filter-start=17 samples=16",
                () -> classical(3, 0, 17, 16).requireFits(DESIGN, settings));
    }
}
