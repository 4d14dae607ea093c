// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import io.fluxmill.quantizer.mac.tflite.RandomModels.Kind;
import io.fluxmill.quantizer.tflite.TfliteModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random chains of all operators, in three number types and three roundings, layer by layer against kernels that are written anew. */
class RandomModelsTest {
    private static final int MODELS = Integer.getInteger("fluxmill.tflite.models", 60);

    @TempDir
    private Path folder;

    @Test
    void chainsAreComputedAsTheKernelsDo() throws IOException {
        Map<String, Integer> seen = new TreeMap<>();
        long compared = 0;
        for (int i = 0; i < MODELS; i++) {
            for (Kind kind : Kind.values()) {
                RandomModels models = new RandomModels(kind, 1000 * i + kind.ordinal());
                while (models.operators() < 1 + i % 7) {
                    models.any();
                }
                Path file =
                        Files.write(folder.resolve("m.tflite"), models.dense().bytes());
                TfliteModel model = ModelComparison.model(file);
                model.operators().forEach(operator -> seen.merge(operator.name(), 1, Integer::sum));
                for (Rounding rounding : ModelComparison.roundings()) {
                    TfliteNetwork network = TfliteNetwork.read(file, null, rounding);
                    assertNotNull(network.exact(), network.reason());
                    ModelComparison comparison = new ModelComparison(file, network).random(3, i);
                    assertEquals(0, comparison.different, kind + " " + i + " " + rounding + ": " + comparison.first);
                    assertTrue(comparison.compared > 0);
                    compared += comparison.compared;
                }
            }
        }
        assertTrue(seen.size() >= (MODELS < 60 ? 1 : 18), seen.toString());
        assertTrue(compared > 100L * MODELS, "numbers compared: " + compared);
    }

    /** Multipliers of 31 bits: a layer's one scale is a float32 product in FULLY_CONNECTED and for UINT8, else a double. */
    @Test
    void multipliersAreThoseOfTheKernels() throws IOException {
        int products = 0;
        for (int i = 0; i < MODELS; i++) {
            Kind kind = i % 2 == 0 ? Kind.INT8 : Kind.UINT8;
            RandomModels models =
                    new RandomModels(kind, 31 * i).convolution().depthwise().dense();
            Path file = Files.write(folder.resolve("m.tflite"), models.bytes());
            TfliteModel model = ModelComparison.model(file);
            QuantizedNetwork network =
                    TfliteNetwork.read(file, null, Rounding.NEAREST_TWICE).requireExact();
            for (int layer = 0; layer < 3; layer++) {
                var operator = model.operators().get(layer);
                float in = model.tensor(operator.inputs()[0]).scales()[0];
                float[] weights = model.tensor(operator.inputs()[1]).scales();
                float out = model.tensor(operator.outputs()[0]).scales()[0];
                boolean single = weights.length == 1 && (kind == Kind.UINT8 || layer == 2);
                var channels = network.matrices().get(layer).channels();
                for (int c = 0; c < channels.size(); c++) {
                    float weight = weights[weights.length == 1 ? 0 : c];
                    float rounded = in * weight;
                    double exact = (double) in * weight;
                    long expected = IntegerKernels.Scale.of((single ? rounded : exact) / out)
                            .m();
                    long found = (long) channels.get(c).posMultiplier() << 15
                            | channels.get(c).posFraction();
                    assertEquals(expected, found, operator.name() + " of model " + i);
                    products += IntegerKernels.Scale.of(rounded / (double) out).m()
                                    == IntegerKernels.Scale.of(exact / out).m()
                            ? 0
                            : 1;
                }
            }
        }
        assertTrue(products > MODELS, "multipliers that depend on it: " + products);
    }

    /** The network in float has the same meaning: its results are near to those in codes, measured in steps of the result. */
    @Test
    void theNetworkInFloatComputesTheSame() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        double worst = 0;
        int layers = 0;
        for (int i = 0; i < MODELS; i++) {
            // One operator: errors of rounding do not add up.
            Path file = Files.write(
                    folder.resolve("m.tflite"),
                    new RandomModels(Kind.values()[i % 3], 77 + i).any().bytes());
            TfliteNetwork read = TfliteNetwork.read(file, null, Rounding.NEAREST_TWICE);
            QuantizedNetwork codes = read.exact();
            if (read.network().layers().isEmpty()) {
                continue;
            }
            float[] sample = new float[codes.tensors().get(0).shape().elements()];
            for (int k = 0; k < sample.length; k++) {
                int low = codes.tensors()
                        .get(0)
                        .format()
                        .order(codes.tensors().get(0).low());
                int high = codes.tensors()
                        .get(0)
                        .format()
                        .order(codes.tensors().get(0).high());
                sample[k] = (float) codes.tensors().get(0).decode(k, random.nextInt(low, high + 1));
            }
            double[] exact = codes.decode(new ReferenceExecutor(codes).run(codes.encode(sample), 1));
            float[] reals = new FloatExecutor(read.network()).run(sample);
            assertEquals(exact.length, reals.length);
            var output = codes.tensors().get(codes.output());
            double lowest = output.decode(0, output.low());
            double highest = output.decode(0, output.high());
            for (int k = 0; k < reals.length; k++) {
                double clipped = Math.max(lowest, Math.min(highest, reals[k]));
                double steps = Math.abs(clipped - exact[k]) / output.scale();
                worst = Math.max(worst, steps);
                assertTrue(steps < 1.6, "model " + i + ", " + read.network().layers() + ": " + steps);
            }
            layers++;
        }
        assertTrue(layers > MODELS / 2, "models: " + layers);
        assertTrue(worst > 0.4, "rounding must show: " + worst);
    }
}
