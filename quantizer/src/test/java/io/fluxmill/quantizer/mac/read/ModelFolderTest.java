// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every ONNX file of a folder ({@code -Dmodels.folder=...}, run by hand): the float network on random inputs against ONNX Runtime.
 */
class ModelFolderTest {
    private static final int SAMPLES = 3;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    private final Map<String, String> results = new TreeMap<>();

    @Test
    void networksAreComputedAsOnnxRuntimeDoes() throws IOException {
        String folder = System.getProperty("models.folder");
        assumeTrue(folder != null, "skipped: no -Dmodels.folder");
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
                results.put(Path.of(folder).relativize(file).toString(), check(file));
            }
        }
        results.forEach((file, result) -> System.out.println(file + ": " + result));
        Map<String, Integer> counts = new TreeMap<>();
        results.values().forEach(result -> counts.merge(result.split(" ")[0], 1, Integer::sum));
        System.out.println(counts);
        assertTrue(counts.containsKey("right"));
        assertEquals(0, counts.getOrDefault("wrong", 0) + counts.getOrDefault("crashed", 0));
    }

    private String check(Path file) {
        Network network;
        try {
            network = NetworkReader.read(file);
        } catch (InputException e) {
            return "refused " + e.getMessage().replace(file.toString() + ": ", "");
        } catch (RuntimeException | OutOfMemoryError e) {
            return "crashed " + e + " " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "");
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file.toString(), asWritten(options))) {
            return compare(network, session);
        } catch (OrtException e) {
            return "unknown " + e.getMessage();
        }
    }

    private static int lowest(OrtSession session) throws OrtException {
        TensorInfo info =
                (TensorInfo) session.getOutputInfo().values().iterator().next().getInfo();
        return info.type == OnnxJavaType.INT8 ? -128 : 0;
    }

    private static OrtSession.SessionOptions asWritten(OrtSession.SessionOptions options) throws OrtException {
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        return options;
    }

    private String compare(Network network, OrtSession session) throws OrtException {
        if (session.getInputInfo().size() != 1) {
            return "unknown inputs " + session.getInputInfo().keySet();
        }
        NodeInfo input = session.getInputInfo().values().iterator().next();
        TensorInfo info = (TensorInfo) input.getInfo();
        long[] shape = Arrays.stream(info.getShape()).map(d -> Math.max(1, d)).toArray();
        int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        int elements = network.inputShape().elements();
        SplittableRandom random = new SplittableRandom(1);
        FloatExecutor executor = new FloatExecutor(network);
        double worst = 0;
        double largest = 0;
        long differ = 0;
        long compared = 0;
        for (int s = 0; s < SAMPLES; s++) {
            float[] x = new float[size];
            boolean codes = info.type == OnnxJavaType.INT8 || info.type == OnnxJavaType.UINT8;
            int low = info.type == OnnxJavaType.INT8 ? -128 : 0;
            for (int i = 0; i < size; i++) {
                x[i] = codes ? random.nextInt(low, low + 256) : (float) random.nextDouble(-1, 1);
            }
            List<Double> actual = new ArrayList<>();
            for (int at = 0; at < size; at += elements) {
                float[] results = executor.run(Arrays.copyOfRange(x, at, at + elements));
                double[] scores = new double[results.length];
                Arrays.setAll(scores, i -> results[i]);
                for (double value : OutputFunction.apply(network, scores)) {
                    actual.add(value);
                }
            }
            double[] wanted = run(session, input.getName(), info.type, x, shape, actual.size());
            if (wanted == null) {
                return "unknown outputs " + session.getOutputInfo();
            }
            Quant quant = network.last().outputQuant();
            boolean asCodes = ((TensorInfo) session.getOutputInfo()
                                    .values()
                                    .iterator()
                                    .next()
                                    .getInfo())
                            .type
                    != OnnxJavaType.FLOAT;
            for (int i = 0; i < wanted.length; i++) {
                if (asCodes) {
                    // The shares of a Softmax or Sigmoid that is left to the host are codes of 1/256 by convention.
                    wanted[i] = quant != null && network.ending() == Network.Ending.NONE
                            ? quant.toReal((int) wanted[i], 0)
                            : (wanted[i] - lowest(session)) / 256;
                }
                double difference = Math.abs(wanted[i] - actual.get(i));
                differ += difference > 0 ? 1 : 0;
                compared++;
                worst = Double.isNaN(difference) ? Double.NaN : Math.max(worst, difference);
                largest = Math.max(largest, Math.abs(wanted[i]));
            }
        }
        String share = String.format("worst %.3g of %.3g, %d of %d differ", worst, largest, differ, compared);
        double tolerance = network.ending() == Network.Ending.NONE ? 1e-3 * Math.max(largest, 1e-3) : 1.0 / 256;
        return worst <= tolerance ? "right " + share : "wrong " + share;
    }

    /** The outputs one after the other, or those of the right size alone; integers as they are. */
    private double[] run(OrtSession session, String name, OnnxJavaType type, float[] x, long[] shape, int size)
            throws OrtException {
        try (OnnxTensor tensor = tensor(type, x, shape);
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            List<Double> all = new ArrayList<>();
            List<double[]> each = new ArrayList<>();
            for (var entry : result) {
                if (entry.getValue() instanceof OnnxTensor output) {
                    double[] values = values(output);
                    each.add(values);
                    Arrays.stream(values).forEach(all::add);
                }
            }
            if (all.size() == size) {
                return all.stream().mapToDouble(Double::doubleValue).toArray();
            }
            return each.stream()
                    .filter(values -> values.length == size)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static double[] values(OnnxTensor output) {
        FloatBuffer floats = output.getFloatBuffer();
        if (floats != null) {
            double[] values = new double[floats.remaining()];
            Arrays.setAll(values, floats::get);
            return values;
        }
        ByteBuffer bytes = output.getByteBuffer();
        boolean signed = output.getInfo().type == OnnxJavaType.INT8;
        double[] values = new double[bytes == null ? 0 : bytes.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = signed ? bytes.get(i) : bytes.get(i) & 0xFF;
        }
        return values;
    }

    private OnnxTensor tensor(OnnxJavaType type, float[] x, long[] shape) throws OrtException {
        if (type == OnnxJavaType.FLOAT) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(x.length);
        for (float value : x) {
            bytes.put((byte) (int) value);
        }
        return OnnxTensor.createTensor(environment, bytes.rewind(), shape, type);
    }
}
