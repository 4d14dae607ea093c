// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Layer-adaptive precision: the most sensitive layers in a wide format, the others in a narrow one.
 *
 * <p>The sensitivity of a layer is the error of the network's result when this layer alone is narrow, less the error when all
 * layers are wide, divided by the number of its weights: the cost of making a weight narrow. (Other rules multiply a layer's own error by a
 * gradient to estimate the same effect on the result; here the effect is measured.) Layers that read the same tensor have one format, so they
 * are one candidate.
 *
 * @param ranking all candidates, the most sensitive first
 */
public record MixedPlan(QuantizationPlan plan, List<Candidate> ranking) {
    /** Samples on which errors are measured. */
    private static final int SAMPLES = 64;

    /**
     * Layers that get one format together.
     *
     * @param relativeError error of the network's result with only these layers narrow
     * @param sensitivity error energy that they add for each of their weights, relative to the energy of the result
     */
    public record Candidate(List<String> layers, double relativeError, double sensitivity) {}

    /**
     * Chooses the layers.
     *
     * @param plan whose other settings are kept
     * @param share of the candidates that are wide, 0 to 1, rounded up: 0.18 of 6 is 2
     * @param progress is told of candidates
     */
    public static MixedPlan choose(
            Network network,
            Calibration calibration,
            QuantizationPlan plan,
            FormatPair narrow,
            FormatPair wide,
            double share,
            Progress progress) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of wide layers must be 0 to 1: share=" + share);
        }
        QuantizationPlan allWide = plan.withFormat(wide).withFit(false);
        double base = errorEnergy(network, calibration, allWide);
        List<Candidate> ranking = new ArrayList<>();
        List<List<MatrixLayer>> groups = groups(network);
        Runnable done = progress.counting(groups.size());
        for (List<MatrixLayer> group : groups) {
            List<String> names = group.stream().map(MatrixLayer::name).toList();
            double error = errorEnergy(network, calibration, with(allWide, names, narrow));
            long weights =
                    group.stream().mapToLong(layer -> layer.weights().length).sum();
            ranking.add(new Candidate(names, Math.sqrt(error), (error - base) / weights));
            done.run();
        }
        ranking.sort(Comparator.comparingDouble(Candidate::sensitivity).reversed());
        QuantizationPlan mixed = plan.withFormat(narrow);
        for (Candidate candidate : ranking.subList(0, (int) Math.ceil(share * ranking.size()))) {
            mixed = with(mixed, candidate.layers, wide);
        }
        return new MixedPlan(mixed, List.copyOf(ranking));
    }

    private static QuantizationPlan with(QuantizationPlan plan, List<String> layers, FormatPair format) {
        QuantizationPlan changed = plan;
        for (String layer : layers) {
            changed = changed.withLayer(layer, format);
        }
        return changed;
    }

    private static List<List<MatrixLayer>> groups(Network network) {
        TensorClasses tensors = new TensorClasses(network);
        List<List<MatrixLayer>> groups = new ArrayList<>();
        for (int t = 0; t < tensors.count(); t++) {
            if (!tensors.consumers(t).isEmpty()) {
                groups.add(tensors.consumers(t));
            }
        }
        return groups;
    }

    private static double errorEnergy(Network network, Calibration calibration, QuantizationPlan plan) {
        float[][] inputs = calibration.inputs();
        float[][] samples = Arrays.copyOf(inputs, Math.min(SAMPLES, inputs.length));
        List<LayerNoise> noise = LayerNoise.measure(network, Quantizer.quantize(network, plan, calibration), samples);
        LayerNoise result = noise.get(noise.size() - 1);
        return result.noise() / result.signal();
    }
}
