// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.PulseStream;
import io.fluxmill.quantizer.pulse.detector.PulseStream.Pulse;
import io.fluxmill.quantizer.pulse.detector.PulseStream.Traffic;
import java.util.List;
import java.util.Locale;

/**
 * How synthetic pulses come: the keys {@code rate}, {@code pile-up} and {@code drift} of the section {@code pulses} (docs/pulse-engine.md).
 *
 * @param rateHz mean number of pulses a second of a Poisson process; 0 for pulses that are apart
 * @param pileUp share of the pulses, otherwise apart, that another one follows within the window
 * @param driftCounts height of the sine that is added to the baseline, ADC counts
 * @param driftPeriodUs its period
 */
record PulseTraffic(double rateHz, double pileUp, double driftCounts, double driftPeriodUs) {
    /** The longest mean distance of pulses, which bounds the length of a stream. */
    static final int MOST_SAMPLES = 10_000;

    private static final double NANOSECONDS = 1e9;
    private static final double LARGEST = 1e12;

    /** @throws io.fluxmill.core.config.InputException if a key breaks its rule */
    static PulseTraffic from(ConfigNode node, Acquisition setup) {
        double periodNs = setup.adc().periodNs();
        double rate = 0;
        if (node.has("rate")) {
            double most = NANOSECONDS / periodNs;
            rate = node.number("rate", 0, LARGEST);
            if (!(rate <= most && rate >= most / MOST_SAMPLES)) {
                throw node.error(
                        "rate",
                        "pulses a second from " + most / MOST_SAMPLES + ", one in " + MOST_SAMPLES + " samples, to "
                                + most + ", one in each sample",
                        "use a rate between them, or leave it out for pulses that are apart");
            }
            if (node.has("pile-up")) {
                throw node.error("pile-up", "left out with rate, from which it follows", "remove one of the two keys");
            }
        }
        double pileUp = node.number("pile-up", 0, 1, 0);
        if (!node.has("drift")) {
            return new PulseTraffic(rate, pileUp, 0, 0);
        }
        ConfigNode drift = node.node("drift");
        double counts = drift.number("amplitude", 0, setup.adc().maxCode());
        double periodUs = drift.number("period-us", 2 * periodNs / 1000, LARGEST);
        drift.rejectUnknown();
        return new PulseTraffic(rate, pileUp, counts, periodUs);
    }

    /**
     * Pulses of a range of heights that come in this way.
     *
     * @param quiet samples before the first pulse
     * @param gap of pulses that are apart, samples
     */
    Traffic between(double low, double high, int quiet, double gap, double periodNs) {
        double driftPeriod = driftCounts == 0 ? 1 : driftPeriodUs * 1000 / periodNs;
        return rateHz > 0
                ? new Traffic(quiet, 0, NANOSECONDS / periodNs / rateHz, 0, low, high, driftCounts, driftPeriod)
                : new Traffic(quiet, gap, Traffic.PHASES, pileUp, low, high, driftCounts, driftPeriod);
    }

    /** Share of the pulses that another one is to follow within a window. */
    double expectedPileUp(Acquisition setup) {
        return rateHz > 0
                ? -StrictMath.expm1(-rateHz * setup.window() * setup.adc().periodNs() / NANOSECONDS)
                : pileUp;
    }

    /** What the pulses of streams were: their number, and how many began within a window of the one before them. */
    record Truth(long pulses, long piledUp) {
        static Truth of(List<PulseStream> streams) {
            long all =
                    streams.stream().mapToLong(stream -> stream.pulses().size()).sum();
            return new Truth(
                    all,
                    streams.stream()
                            .flatMap(stream -> stream.pulses().stream())
                            .filter(Pulse::pileUp)
                            .count());
        }

        Truth plus(Truth other) {
            return new Truth(pulses + other.pulses, piledUp + other.piledUp);
        }
    }

    /** What is not as usual, to follow a description of the pulses; may be empty. */
    String describe() {
        String crowd = rateHz > 0
                ? String.format(Locale.ROOT, ", %.4g pulses a second", rateHz)
                : pileUp > 0 ? String.format(Locale.ROOT, ", %.4g %% with pile-up", 100 * pileUp) : "";
        return driftCounts == 0
                ? crowd
                : crowd + String.format(Locale.ROOT, ", drift of %.4g counts in %.4g us", driftCounts, driftPeriodUs);
    }

    /** Keys of the JSON result. */
    void json(ObjectNode node, Acquisition setup, Truth truth) {
        if (rateHz > 0) {
            node.put("rate", rateHz);
        } else {
            node.putNull("rate");
        }
        node.put("expected-pile-up", expectedPileUp(setup))
                .put("pulses", truth.pulses())
                .put("piled-up", truth.piledUp())
                .put("drift-amplitude", driftCounts);
        if (driftCounts > 0) {
            node.put("drift-period-us", driftPeriodUs);
        } else {
            node.putNull("drift-period-us");
        }
    }
}
