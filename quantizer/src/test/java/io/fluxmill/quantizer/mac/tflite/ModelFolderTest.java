// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.tflite.TfliteModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every TensorFlow Lite file of a folder ({@code -Dmodels.folder=...}, run by hand) on random inputs, layer by layer. */
class ModelFolderTest {
    private static final int SAMPLES = 2;

    @Test
    void networksAreComputedAsTheKernelsDo() throws IOException {
        String folder = System.getProperty("models.folder");
        assumeTrue(folder != null, "skipped: no -Dmodels.folder");
        Map<String, String> results = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".tflite")).sorted().toList()) {
                results.put(Path.of(folder).relativize(file).toString(), check(file));
            }
        }
        results.forEach((file, result) -> System.out.println(file + ": " + result));
        Map<String, Integer> counts = new TreeMap<>();
        results.values().forEach(result -> counts.merge(result.split(" ")[0], 1, Integer::sum));
        System.out.println(counts);
        assertTrue(counts.containsKey("equal"));
        assertEquals(0, counts.getOrDefault("wrong", 0) + counts.getOrDefault("crashed", 0));
    }

    /**
     * The goldens of tensorflow/lite/micro/integration_tests ({@code -Dgoldens.folder=...}): {@code name.tflite} with {@code name_input0_int16.csv} and
     * {@code name_golden_int16.csv}, made by kernels that round twice.
     */
    @Test
    void goldensOfTheKernelsAreMet() throws IOException {
        String folder = System.getProperty("goldens.folder");
        assumeTrue(folder != null, "skipped: no -Dgoldens.folder");
        Map<String, long[]> counts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path golden : files.filter(f -> f.toString().endsWith("_golden_int16.csv"))
                    .sorted()
                    .toList()) {
                String base = golden.toString().replace("_golden_int16.csv", "");
                Path file = Path.of(base + ".tflite");
                TfliteNetwork network;
                try {
                    network = TfliteNetwork.read(file, null, Rounding.NEAREST_TWICE);
                } catch (InputException e) {
                    System.out.println(e.getMessage());
                    continue;
                }
                TfliteModel model = ModelComparison.model(file);
                Map<Integer, int[]> inputs = new HashMap<>();
                for (int i = 0; i < model.inputs().length; i++) {
                    inputs.put(model.inputs()[i], numbers(Path.of(base + "_input" + i + "_int16.csv")));
                }
                int[] found = new ModelComparison(file, network).compare(inputs);
                int[] wanted = numbers(golden);
                long[] count =
                        counts.computeIfAbsent(golden.getParent().getFileName().toString(), k -> new long[2]);
                count[0] += wanted.length;
                for (int i = 0; i < wanted.length; i++) {
                    count[1] += wanted[i] == found[i] ? 0 : 1;
                }
            }
        }
        counts.forEach((kind, count) -> System.out.println(kind + ": " + count[1] + " of " + count[0] + " differ"));
        assertTrue(counts.size() > 0);
        counts.forEach((kind, count) -> assertEquals(0, count[1], kind));
    }

    private static int[] numbers(Path file) throws IOException {
        return Stream.of(Files.readString(file).trim().split("[,\\s]+"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String check(Path file) {
        StringBuilder text = new StringBuilder();
        try {
            for (Rounding rounding : ModelComparison.roundings()) {
                TfliteNetwork network = TfliteNetwork.read(file, null, rounding);
                if (network.exact() == null) {
                    int size = network.network().inputShape().elements();
                    new FloatExecutor(network.network()).run(new float[size]);
                    return "float " + network.reason().replace(file.toString() + ": ", "");
                }
                ModelComparison comparison = new ModelComparison(file, network).random(SAMPLES, 1);
                if (comparison.different > 0 || comparison.compared == 0) {
                    return "wrong " + rounding + " " + comparison.different + " of " + comparison.compared + " "
                            + comparison.first;
                }
                text.append(' ').append(comparison.compared);
            }
        } catch (InputException e) {
            return "refused " + e.getMessage().replace(file.toString() + ": ", "") + " [" + e.remedy() + "]";
        } catch (RuntimeException | OutOfMemoryError e) {
            return "crashed " + e + " " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "");
        }
        return "equal" + text;
    }
}
