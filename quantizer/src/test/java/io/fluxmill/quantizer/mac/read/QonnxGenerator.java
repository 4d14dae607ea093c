// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Random QONNX graphs of one to four layers, with samples that lie on ties, beside them and outside the ranges. */
final class QonnxGenerator {
    private static final int SAMPLES = 16;

    private final GraphSketch g;
    private final QuantSketch quants;
    private final boolean exact;
    private final boolean tame;

    private final QonnxMatrices matrices;
    private final QonnxMatrices.Grid grid = new QonnxMatrices.Grid();
    private boolean dead;

    /**
     * @param inputTrained the graph begins with a quantiser
     * @param lastTrained the scores are a quantiser's
     * @param dead a tensor between layers is 0 in all samples, so that nothing but biases comes after it
     */
    record Generated(
            TestGraph graph,
            List<float[]> samples,
            Set<String> features,
            boolean inputTrained,
            boolean lastTrained,
            boolean dead) {}

    private QonnxGenerator(GraphSketch g, boolean exact, boolean tame) {
        this.g = g;
        this.exact = exact;
        this.tame = tame;
        quants = new QuantSketch(g, exact, tame);
        matrices = new QonnxMatrices(g, quants, grid, exact, tame);
    }

    static Generated generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean exact = random.nextDouble() < 0.5;
        boolean tame = random.nextDouble() < 0.6;
        int[] dims = inputDims(random);
        double step = exact ? Math.pow(2, random.nextInt(-6, 2)) : (float) random.nextDouble(0.01, 1);
        List<float[]> samples = samples(random, Values.size(dims), step);
        GraphSketch sketch = new GraphSketch(random, random.nextInt(9, 18), dims, samples);
        sketch.feature(exact ? "exact" : "any-scale");
        return new QonnxGenerator(sketch, exact, tame).generate(step);
    }

    private static int[] inputDims(SplittableRandom random) {
        int kind = random.nextInt(5);
        if (kind < 2) {
            return new int[] {1, random.nextInt(1, 9)};
        }
        int channels = random.nextInt(1, 4);
        return kind == 2
                ? new int[] {1, channels, random.nextInt(3, 9)}
                : new int[] {1, channels, random.nextInt(3, 7), random.nextInt(3, 7)};
    }

    private static List<float[]> samples(SplittableRandom random, int elements, double step) {
        List<float[]> samples = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            double reach = Math.pow(2, random.nextInt(1, 9));
            float[] sample = new float[elements];
            for (int i = 0; i < elements; i++) {
                sample[i] = value(random, reach, step);
            }
            samples.add(sample);
        }
        return samples;
    }

    private static float value(SplittableRandom random, double reach, double step) {
        double code = random.nextDouble(-reach, reach);
        float tie = (float) ((Math.rint(code) + 0.5) * step);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> tie;
            case 3 -> Math.nextUp(tie);
            case 4 -> Math.nextDown(tie);
            case 5 -> (float) (Math.rint(code * 4) / 4 * step);
            case 6 -> (float) (Math.rint(code) * step);
            case 7 -> random.nextBoolean() ? 0f : -0f;
            case 8 -> (float) (code * 50 * step);
            default -> (float) (code * step);
        };
    }

    private Generated generate(double step) {
        if (g.chance(0.1)) {
            prepare(step);
        }
        boolean layersBefore = g.features.contains("input.relu") || g.features.contains("input.bn");
        boolean inputTrained = g.chance(tame ? 0.95 : 0.85);
        if (inputTrained) {
            quants.activation(step);
            grid.quantised();
        }
        dead = g.largest() == 0;
        int layers = g.between(1, 4);
        for (int i = 0; i < layers; i++) {
            layer(i == layers - 1);
            dead |= i < layers - 1 && g.largest() == 0;
        }
        end();
        return new Generated(g.build(), g.samples, g.features, inputTrained && !layersBefore, grid.lastTrained, dead);
    }

    /** What exporters put before the first quantiser. */
    private void prepare(double step) {
        if (g.chance(0.5)) {
            boolean divides = g.chance(0.4);
            g.feature(divides ? "input.div" : "input.mul");
            double factor = exact ? g.pick(0.5, 4.0) : g.pick(1 / 3.0, 1 / 255.0, 255.0);
            g.append(divides ? "Div" : "Mul", Map.of(), g.scalar(factor));
        }
        if (g.chance(0.4)) {
            g.feature("input.sub");
            g.append("Sub", Map.of(), g.scalar(step * g.between(-3, 3)));
        }
        if (!tame && g.chance(0.2)) {
            g.feature("input.bn");
            new QonnxElementwise(g, exact, false).batchNormalization();
        }
        if (!tame && g.chance(0.2)) {
            g.feature("input.relu");
            g.append("Relu", Map.of());
        }
    }

    private void layer(boolean last) {
        shapes();
        boolean map = g.rank() > 2;
        if (map && g.chance(0.2) && g.elements() / g.channels() > 1) {
            pool(last);
        } else if (g.chance(0.15) && grid.onGrid) {
            residual();
        } else {
            if (map && g.chance(0.75)) {
                matrices.convolution(0);
            } else {
                matrices.dense(g.between(1, 6));
            }
            afterMatrix();
            quantise(last ? 0.5 : tame ? 0.97 : 0.85);
        }
    }

    private void quantise(double probability) {
        if (!g.chance(probability)) {
            return;
        }
        quants.activation();
        grid.quantised();
        if (g.chance(tame ? 0.02 : 0.08)) {
            g.feature("quant.again");
            quants.activation();
        }
        if (g.chance(tame ? 0.02 : 0.06)) {
            g.feature("relu.after-quant");
            g.append("Relu", Map.of());
            grid.lastTrained = false;
        }
    }

    private void shapes() {
        if (g.chance(0.06)) {
            g.feature("identity");
            g.append("Identity", Map.of());
        }
        if (grid.lastTrained && g.chance(tame ? 0.01 : 0.06)) {
            quants.truncation(0);
            dead |= g.largest() == 0;
        }
        if (g.rank() == 3 && g.chance(0.1)) {
            g.feature("reshape.lift");
            int[] dims = g.dims();
            g.append("Reshape", Map.of(), g.constant(ElementType.INT64, new int[] {4}, 1, dims[1], 1, dims[2]));
        }
    }

    private void afterMatrix() {
        QonnxElementwise more = new QonnxElementwise(g, exact, tame);
        if (g.chance(0.25)) {
            more.batchNormalization();
        }
        if (g.chance(tame ? 0.1 : 0.2)) {
            more.arithmetic();
        }
        if (g.chance(0.6)) {
            more.activation();
        }
        if (g.rank() > 2 && g.chance(0.12) && g.elements() > g.channels()) {
            more.maxPool();
        }
    }

    private void pool(boolean last) {
        QonnxElementwise more = new QonnxElementwise(g, exact, tame);
        if (g.chance(0.5)) {
            more.maxPool();
        } else {
            boolean onGridBefore = grid.lastTrained;
            more.averagePool();
            grid.computed();
            if (onGridBefore && g.chance(tame ? 0.03 : 0.15) && truncatedAverage()) {
                return;
            }
            quantise(last ? 0.5 : tame ? 0.95 : 0.8);
        }
    }

    /** Brevitas writes an average of quantised values as AveragePool, Mul by the number of values, Trunc. */
    private boolean truncatedAverage() {
        g.feature("average.trunc");
        g.append("Mul", Map.of(), g.scalar(4));
        if (quants.truncation(2)) {
            grid.quantised();
            return true;
        }
        return false;
    }

    private void residual() {
        g.feature("residual");
        String skip = g.current();
        boolean map = g.rank() > 2;
        boolean bothBranches = g.chance(0.25);
        if (map) {
            matrices.convolution(g.channels());
        } else {
            matrices.dense(g.channels());
        }
        afterBranch();
        if (bothBranches) {
            skip = secondBranch(skip, map);
        }
        String sum =
                g.node("", "Add", Map.of(), g.chance(0.5) ? List.of(g.current(), skip) : List.of(skip, g.current()));
        g.goTo(sum);
        grid.computed();
        if (g.chance(0.4)) {
            new QonnxElementwise(g, exact, tame).activation();
        }
        quantise(tame ? 0.97 : 0.8);
    }

    /** A branch of its own in place of the skip connection; goes back to the first. */
    private String secondBranch(String from, boolean map) {
        g.feature("residual.two-branches");
        String first = g.current();
        int channels = g.channels();
        g.goTo(from);
        grid.onGrid = true;
        if (map) {
            matrices.convolution(channels);
        } else {
            matrices.dense(channels);
        }
        afterBranch();
        String second = g.current();
        g.goTo(first);
        return second;
    }

    private void afterBranch() {
        if (g.chance(0.3)) {
            new QonnxElementwise(g, exact, tame).batchNormalization();
        }
        quantise(tame ? 0.97 : 0.8);
    }

    private void end() {
        if (g.size() == 0) {
            matrices.dense(2);
        }
        if (g.chance(0.15)) {
            matrices.flatten();
            g.feature("end.softmax");
            g.append("Softmax", Map.of("axis", 1L));
        } else if (g.chance(0.1)) {
            g.feature("end.sigmoid");
            g.append("Sigmoid", Map.of());
        } else {
            g.feature(grid.lastTrained ? "end.quant" : "end.plain");
        }
    }
}
