// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Fact;
import io.fluxmill.cli.report.WaveWindow;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.CountingTransport.Traffic;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import java.util.List;

/**
 * What a verification found out: one engine, one network, one run for each format. The JSON result, the table on stdout and the
 * HTML report all show this and nothing else.
 *
 * @param manifest the engine
 * @param network name of the network
 * @param config the configuration file as the user named it
 * @param labels whether qualities are shares of right classes, or relative errors
 * @param runs one for each format; at least one
 * @param lineBytesPerSecond that the serial line to the engine can carry, one way at a time; 0 where there is none
 * @param waves the start of the first job on the engine's ports, or null if none were recorded
 * @param environment tools and versions, in the order of a run
 */
public record MacVerification(
        Manifest manifest,
        String network,
        String config,
        boolean labels,
        List<FormatRun> runs,
        double generateSeconds,
        double verilateSeconds,
        double lineBytesPerSecond,
        WaveWindow waves,
        List<Fact> environment) {

    /**
     * The network in one format, on the reference and on the RTL.
     *
     * @param format name of the format, or {@code trained} for a network that brings its own quantisation
     * @param samples samples that ran on the RTL
     * @param referenceSamples samples that ran in float and on the reference
     * @param words result words of all layers that were compared
     * @param mismatches words that differ between RTL and reference
     * @param first the first difference, or null
     * @param layers in execution order
     * @param driver the steps between them that the driver computes, in execution order
     * @param traffic what went over the link to the engine
     * @param leastCycles that no engine of this size needs fewer than: slots of the array, beats of the streams
     * @param round the arithmetic of a TensorFlow Lite model's own codes, or null
     */
    public record FormatRun(
            String format,
            int samples,
            int referenceSamples,
            long words,
            long mismatches,
            Mismatch first,
            Quality quality,
            List<LayerRun> layers,
            List<DriverRun> driver,
            Traffic traffic,
            double leastCycles,
            Rounding round,
            double quantizeSeconds,
            double referenceSeconds,
            double simulateSeconds) {

        /** Clock cycles in which the engine was busy, over all samples. */
        public long cycles() {
            return layers.stream().mapToLong(LayerRun::cycles).sum();
        }

        /** Share of the engine's cycles that slots and streams account for. */
        public double bound() {
            return cycles() == 0 ? 0 : leastCycles / cycles();
        }

        public double cyclesPerSample() {
            return (double) cycles() / samples;
        }

        public long macs() {
            return layers.stream().mapToLong(LayerRun::macs).sum();
        }

        /** Useful multiply-accumulates over multiply-accumulate slots. */
        public double utilisation() {
            long slots = layers.stream().mapToLong(LayerRun::slots).sum();
            return slots == 0 ? 0 : (double) macs() / slots;
        }
    }

    /**
     * With labels the share of right classes; without, {@code ||output - wanted|| / ||wanted||} over all samples.
     *
     * @param inFloat of the network in float, over the reference's samples
     * @param reference over the reference's samples
     * @param referenceOnRtlSamples of the reference, over the RTL's samples
     * @param rtl over the RTL's samples
     */
    public record Quality(double inFloat, double reference, double referenceOnRtlSamples, double rtl) {}

    /**
     * A layer on the engine, over all samples; one without sums moves maps in or out.
     *
     * @param format operand format
     * @param macs useful multiply-accumulates that the engine counted
     * @param cycles busy cycles that the engine counted
     * @param slots multiply-accumulates that the array could have done in these cycles
     * @param stallIn busy cycles in which the array waited for activations
     * @param stallOut busy cycles in which the array waited for results to drain
     * @param accumulator what interval arithmetic proves of the layer's sums; null if nothing is summed
     */
    public record LayerRun(
            String name,
            String format,
            long macs,
            long cycles,
            long slots,
            long stallIn,
            long stallOut,
            long words,
            long mismatches,
            AccumulatorRange accumulator) {
        public double utilisation() {
            return slots == 0 ? 0 : (double) macs / slots;
        }

        public boolean hasSums() {
            return accumulator != null;
        }
    }

    /**
     * A step that the driver computes, over all samples.
     *
     * @param kind what it does, in one word
     */
    public record DriverRun(String name, String kind, long words, long mismatches) {}

    /**
     * One result word that differs: sample from 0, then channel, row and column of the layer's result; codes are those of its
     * format.
     */
    public record Mismatch(String layer, int sample, int channel, int y, int x, int expected, int observed) {
        @Override
        public String toString() {
            return String.format(
                    "layer %s, sample %d, channel %d, row %d, column %d: the reference says 0x%X, the RTL 0x%X",
                    layer, sample, channel, y, x, expected, observed);
        }
    }

    /** Samples a second if the line never pauses, with what the engine was loaded with if it was loaded for each start; 0 where there is no line. */
    public double samplesPerSecond(FormatRun run) {
        return run.traffic().lineBytes() == 0
                ? 0
                : run.samples() * lineBytesPerSecond / run.traffic().lineBytes();
    }

    /** Width of the segments that an accumulator's lanes are made of. */
    public int accumulatorBits() {
        return Math.toIntExact(manifest.parameter("accumulatorBits"));
    }

    public long mismatches() {
        return runs.stream().mapToLong(FormatRun::mismatches).sum();
    }

    /** The formats in which no word was compared. */
    public List<String> idle() {
        return runs.stream()
                .filter(run -> run.words() == 0)
                .map(FormatRun::format)
                .toList();
    }

    /** Whether words were compared in every format, and all agree. */
    public boolean agrees() {
        return idle().isEmpty() && mismatches() == 0;
    }

    public long words() {
        return runs.stream().mapToLong(FormatRun::words).sum();
    }

    public double quantizeSeconds() {
        return runs.stream().mapToDouble(FormatRun::quantizeSeconds).sum();
    }

    public double simulateSeconds() {
        return runs.stream().mapToDouble(FormatRun::simulateSeconds).sum();
    }
}
