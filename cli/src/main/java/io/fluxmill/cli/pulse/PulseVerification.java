// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.report.WaveWindow;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Residuals;
import java.util.List;

/**
 * What a verification of a pulse-feature accelerator found out. The JSON result, the tables on stdout and the HTML report all show
 * this and nothing else.
 *
 * @param manifest the design
 * @param network name of the network, or null without one
 * @param config the configuration file as the user named it
 * @param comparison RTL and reference, over everything that ran
 * @param throughput of the run that is measured
 * @param resolution quality of the features if the truth is known, or null
 * @param records what was measured on recorded pulses, or null
 * @param counters of the hardware after the run that is measured
 * @param waves the first event on the design's ports, or null if none was recorded
 */
public record PulseVerification(
        Manifest manifest,
        String network,
        String config,
        Comparison comparison,
        Throughput throughput,
        Resolution resolution,
        Records records,
        List<Counter> counters,
        Seconds seconds,
        WaveWindow waves,
        List<Fact> environment) {

    /** @param first the first difference, or null */
    public record Comparison(long events, long words, long mismatches, String first) {
        /** Whether words were compared, and all agree. */
        public boolean agrees() {
            return words > 0 && mismatches == 0;
        }

        /** The sum of both; the first difference is the earlier one. */
        public Comparison plus(Comparison later) {
            return new Comparison(
                    events + later.events,
                    words + later.words,
                    mismatches + later.mismatches,
                    first != null ? first : later.first);
        }
    }

    /**
     * The network engine at work.
     *
     * @param cycles in which an engine was busy
     * @param macs useful multiply-accumulates
     * @param multipliers of an engine
     * @param clockCycles of the whole run
     */
    public record Throughput(long events, long cycles, long macs, long multipliers, long clockCycles) {
        public double cyclesPerEvent() {
            return events == 0 ? 0 : (double) cycles / events;
        }

        /** Useful multiply-accumulates over multiplier slots of the busy cycles. */
        public double utilisation() {
            return cycles == 0 ? 0 : (double) macs / (cycles * multipliers);
        }
    }

    /**
     * Estimates beside the truth.
     *
     * @param main at the reference amplitude
     * @param curve over the signal-to-noise ratio, ascending
     * @param range over the amplitude, ascending
     * @param rangeTime residuals of the time over the whole range of amplitudes, each divided by the bound of its event; null
     *     if no range was asked for
     * @param rangeAmplitude the same of the amplitude
     * @param pulses normalised events, {@code [event][sample]}
     * @param timeResiduals of the network (or of the first method), picoseconds
     * @param amplitudeResiduals of the same, per cent
     * @param crowd how the pulses at the reference amplitude came
     */
    public record Resolution(
            String pulse,
            double periodNs,
            Point main,
            List<Point> curve,
            List<Point> range,
            Residuals rangeTime,
            Residuals rangeAmplitude,
            double[][] pulses,
            double[] timeResiduals,
            double[] amplitudeResiduals,
            Crowd crowd) {}

    /** How pulses came: as was asked for, and the truth about them. */
    record Crowd(PulseTraffic traffic, Acquisition setup, PulseTraffic.Truth truth) {}

    /**
     * All methods on the same events.
     *
     * @param at what the point stands for: dB, or the share of full scale
     * @param events events that were matched with a pulse
     * @param unmatched events without a pulse, or with more than one
     * @param missed pulses without an event
     * @param boundTimePs Cramér-Rao bound
     * @param boundAmplitudePercent Cramér-Rao bound
     */
    public record Point(
            double at,
            int events,
            int unmatched,
            int missed,
            double boundTimePs,
            double boundAmplitudePercent,
            List<Method> methods) {}

    /**
     * A method that finds a time or an amplitude.
     *
     * @param rtl whether the hardware computes it; otherwise software in double precision, for comparison
     * @param timePs residuals of the time, or null
     * @param amplitudePercent residuals of the amplitude, in per cent of it, or null
     */
    public record Method(String name, boolean rtl, Residuals timePs, Residuals amplitudePercent) {}

    /**
     * Recorded pulses, whose truth is not known.
     *
     * @param facts in the order of the report
     * @param pulses some events, heights over the baseline in ADC counts, {@code [event][sample]}
     * @param amplitudes of all events, ADC counts
     */
    public record Records(String file, double periodNs, List<Fact> facts, double[][] pulses, double[] amplitudes) {}

    public record Counter(String name, long value, String description) {}

    public record Seconds(double generate, double verilate, double simulate, double analyse) {}
}
