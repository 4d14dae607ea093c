// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.precision.ChannelScaleNetworks.Trained;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.quantizer.mac.scale.ScaleMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole networks with channels of very different magnitude: more bits give a smaller error of the output, and searched scales
 * are not worse than those of the range. The search minimises the error of each tensor, not of the output, so that the output
 * of a few networks may be a little worse; of none much.
 *
 * <p>By hand: {@code -Dscale.networks=200}, {@code -Dscale.seed=}first seed.
 */
@Tag("slow")
class NetworkScaleSanityTest {
    private static final int NETWORKS = Integer.getInteger("scale.networks", 20);
    private static final long SEED = Long.getLong("scale.seed", 1);
    private static final double ALLOWED = 1.1;

    /** For the few networks whose tensors of least error do not give the output of least error. */
    private static final double EVER_ALLOWED = 1.5;

    private static final double FEW = 0.05;
    private static final List<NumberFormat> FORMATS =
            List.of(NumberFormats.INT4, NumberFormats.INT8, NumberFormats.INT16);

    /** The root of the sum of the squared errors, divided by that of the outputs. */
    private static double error(Trained trained, double[][] exact, NumberFormat format, ScaleMethod method) {
        QuantizationPlan plan = QuantizationPlan.uniform(FORMATS, FORMATS, format)
                .withScaleMethod(method)
                .withFit(false);
        Calibration calibration = Calibration.calibrate(trained.network(), trained.samples());
        double[][] actual = new ReferenceExecutor(Quantizer.quantize(trained.network(), plan, calibration))
                .logits(trained.samples());
        double noise = 0;
        double signal = 0;
        for (int s = 0; s < exact.length; s++) {
            for (int i = 0; i < exact[s].length; i++) {
                noise += (actual[s][i] - exact[s][i]) * (actual[s][i] - exact[s][i]);
                signal += exact[s][i] * exact[s][i];
            }
        }
        return Math.sqrt(noise / signal);
    }

    private static double[][] exact(Network network, float[][] samples) {
        double[][] outputs = new double[samples.length][];
        for (int s = 0; s < samples.length; s++) {
            Map<String, double[]> all = SmallNetworks.evaluate(network, samples[s]);
            outputs[s] = all.get(network.last().output());
        }
        return outputs;
    }

    @Test
    void moreBitsAndSearchedScalesGiveSmallerErrors() {
        List<String> wrong = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        double logarithms = 0;
        int compared = 0;
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            Trained trained = ChannelScaleNetworks.of(seed);
            double[][] exact = exact(trained.network(), trained.samples());
            double before = Double.POSITIVE_INFINITY;
            for (NumberFormat format : FORMATS) {
                double searched = error(trained, exact, format, ScaleMethod.MSE);
                double ranged = error(trained, exact, format, ScaleMethod.MIN_MAX);
                String what = String.format(
                        Locale.ROOT,
                        "seed %d %s: mse %.6f %%, min-max %.6f %%, with fewer bits %.6f %%",
                        seed,
                        format.name(),
                        100 * searched,
                        100 * ranged,
                        100 * before);
                if (!(searched <= EVER_ALLOWED * ranged) || !(searched <= ALLOWED * before)) {
                    wrong.add(what);
                } else if (searched > ALLOWED * ranged) {
                    doubtful.add(what);
                }
                logarithms += Math.log(searched / ranged);
                before = searched;
                compared++;
            }
        }
        double mean = Math.exp(logarithms / compared);
        System.out.println("error with searched scales against the range's, geometric mean " + mean + "\n"
                + String.join("\n", doubtful));
        assertEquals(3 * NETWORKS, compared);
        assertEquals(0, wrong.size(), () -> String.join("\n", wrong));
        assertTrue(doubtful.size() <= FEW * compared, () -> String.join("\n", doubtful));
        assertTrue(mean < 1, "mean " + mean);
    }
}
