// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.read.SharedData;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Public models: given outputs, published accuracies, and every layer against kernels that are written anew. */
class SharedModelsTest {
    private static final int FEATURES = 490;
    private static final float FEATURE_SCALE = 0.33674246072769165f;

    @Test
    void helloWorldGivesTheOutputsOfTheKernels() throws IOException {
        Path file = SharedData.require("tflite/hello_world_int8.tflite");
        byte[] inputs = Files.readAllBytes(SharedData.require("tflite/hello_world_int8.in.i8"));
        assertEquals(256, inputs.length);
        for (String mode : List.of("double", "single")) {
            TfliteNetwork network = TfliteNetwork.read(file, null, Rounding.of(mode));
            short[] codes = new short[inputs.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) (inputs[i] & 0xFF);
            }
            short[] results = new ReferenceExecutor(network.requireExact()).run(codes, codes.length);
            byte[] found = new byte[results.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = (byte) results[i];
            }
            byte[] given = Files.readAllBytes(SharedData.require("tflite/hello_world_int8.out_" + mode + ".i8"));
            assertArrayEquals(given, found, mode);
        }
    }

    @Test
    void keywordsAreSpottedAsPublished() throws IOException {
        Path file = SharedData.require("tflite/kws_ref_model.tflite");
        float[][] samples = features();
        List<String> labels = Files.readAllLines(SharedData.require("kws/labels_1000.txt"));
        Map<Rounding, Double> published = Map.of(Rounding.NEAREST_TWICE, 0.912, Rounding.NEAREST_UP, 0.910);
        int[] classes =
                labels.stream().mapToInt(line -> Integer.parseInt(line.strip())).toArray();
        for (Map.Entry<Rounding, Double> entry : published.entrySet()) {
            TfliteNetwork network = TfliteNetwork.read(file, null, entry.getKey());
            double accuracy = new ReferenceExecutor(network.requireExact()).accuracy(samples, classes);
            assertEquals(entry.getValue(), accuracy, 1e-9, entry.getKey().key());
        }
    }

    private static float[][] features() throws IOException {
        byte[] bytes = Files.readAllBytes(SharedData.require("kws/features_1000x490_i8.bin"));
        float[][] samples = new float[bytes.length / FEATURES][FEATURES];
        for (int s = 0; s < samples.length; s++) {
            for (int i = 0; i < FEATURES; i++) {
                samples[s][i % 49 * 10 + i / 49] = bytes[s * FEATURES + i] * FEATURE_SCALE;
            }
        }
        return samples;
    }

    @Test
    void everyLayerIsComputedAsTheKernelsDo() throws IOException {
        for (String name : List.of("kws_ref_model", "pretrainedResnet_quant", "hello_world_int8")) {
            Path file = SharedData.require("tflite/" + name + ".tflite");
            for (Rounding rounding : ModelComparison.roundings()) {
                TfliteNetwork network = TfliteNetwork.read(file, null, rounding);
                ModelComparison comparison = new ModelComparison(file, network).random(1, 9);
                assertEquals(0, comparison.different, name + " " + rounding + ": " + comparison.first);
                assertTrue(comparison.compared > 30, name);
            }
        }
    }
}
