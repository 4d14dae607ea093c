// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the slow loops report: each piece once, and at last all of them. */
class ReportedProgressTest {
    private static final int SAMPLES = 100;
    private static final List<NumberFormat> FORMATS = NumberFormats.named();

    private record Report(long done, long of) {}

    private static final class Recorder implements Progress {
        private final ConcurrentLinkedQueue<Report> reports = new ConcurrentLinkedQueue<>();

        @Override
        public void at(long done, long of) {
            reports.add(new Report(done, of));
        }

        /** Pieces by pieces, whatever the order. */
        void assertCounted(long of) {
            assertEquals(of, reports.size());
            assertEquals(of, reports.stream().map(Report::done).distinct().count());
            assertTrue(reports.stream().allMatch(r -> r.of == of && r.done >= 1 && r.done <= of), reports.toString());
        }
    }

    private final Network network = new SmallNetworks(71, 40, 1, 1)
            .dense(40, Activation.RELU)
            .dense(4, Activation.NONE)
            .dense(10, Activation.NONE)
            .build();
    private final float[][] samples = SmallNetworks.samples(72, SAMPLES, 40);
    private final Calibration calibration = Calibration.calibrate(network, samples);
    private final QuantizationPlan plan =
            QuantizationPlan.uniform(FORMATS, FORMATS, NumberFormats.FP4_E2M1).withFit(true);

    @Test
    void samples() {
        Recorder calibrated = new Recorder();
        assertNotNull(Calibration.calibrate(network, samples, calibrated));
        calibrated.assertCounted(SAMPLES);
        Recorder inFloat = new Recorder();
        assertEquals(SAMPLES, new FloatExecutor(network).run(samples, inFloat).length);
        inFloat.assertCounted(SAMPLES);
        ReferenceExecutor reference = new ReferenceExecutor(Quantizer.quantize(network, plan, calibration));
        Recorder referred = new Recorder();
        assertEquals(10 * SAMPLES, reference.run(reference.encode(samples), SAMPLES, referred).length);
        referred.assertCounted(SAMPLES);
    }

    /** Layers of 40 x 40, 40 x 4 and 4 x 10 weights: each weight has as many multiplications as its sum has terms when it is fitted. */
    @Test
    void layers() {
        Recorder fitted = new Recorder();
        QuantizedNetwork quantized = Quantizer.quantize(network, plan, calibration, fitted);
        assertEquals(3, quantized.matrices().size());
        long all = 40 * 40 * 40 + 40 * 4 * 40 + 4 * 10 * 4;
        assertEquals(
                List.of(new Report(64_000, all), new Report(64_000 + 6_400, all), new Report(all, all)),
                List.copyOf(fitted.reports));
        Recorder rounded = new Recorder();
        Quantizer.quantize(network, plan.withFit(false), calibration, rounded);
        assertEquals(
                List.of(new Report(1600, 1800), new Report(1760, 1800), new Report(1800, 1800)),
                List.copyOf(rounded.reports));
    }

    @Test
    void candidates() {
        Recorder chosen = new Recorder();
        MixedPlan.choose(
                network,
                calibration,
                plan,
                FormatPair.of(NumberFormats.FP4_E2M1),
                FormatPair.of(NumberFormats.POSIT8_0),
                0.5,
                chosen);
        chosen.assertCounted(3);
    }
}
