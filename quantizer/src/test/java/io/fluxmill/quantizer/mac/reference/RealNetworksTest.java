// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.read.SharedData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Published networks on real data: accuracies to reproduce, and bounds for quantisation after training. */
@Tag("slow")
class RealNetworksTest {
    private static final List<NumberFormat> ALL = NumberFormats.named();

    private static Network network(String file) {
        return NetworkReader.read(SharedData.require(file));
    }

    private static Dataset mnist(double scale) {
        return Dataset.read(DatasetConfig.of(SharedData.require("mnist/mnist_t10k-images-idx3-ubyte.gz"))
                .withLabels(SharedData.require("mnist/mnist_t10k-labels-idx1-ubyte.gz"))
                .withScale(scale, 0));
    }

    private static Dataset keywords() {
        return Dataset.read(DatasetConfig.of(SharedData.require("kws/features_1000x490_i8.bin"))
                .withRaw("int8", 1, 10, 49)
                .withScale(0.33674246072769165, 0)
                .withLabels(SharedData.require("kws/labels_1000.txt")));
    }

    private static QuantizedNetwork quantized(Network network, NumberFormat format, float[][] samples) {
        Calibration calibration = Calibration.calibrate(network, samples);
        QuantizationPlan plan = QuantizationPlan.uniform(ALL, ALL, format);
        return Quantizer.quantize(network, plan.withRescaleBits(format == null ? 31 : 16), calibration);
    }

    private static double accuracy(QuantizedNetwork network, Dataset data, int samples) {
        int[] labels = IntStream.range(0, samples).map(data::label).toArray();
        return new ReferenceExecutor(network).accuracy(data.samples(samples), labels);
    }

    /** Elements before the last layer that differ from those of the float graph with its quantisers. */
    private static int differing(Network network, QuantizedNetwork quantized, float[][] samples) {
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        List<short[]> trace = reference.trace(reference.encode(samples), samples.length);
        FloatExecutor executor = new FloatExecutor(network);
        int differing = 0;
        for (int s = 0; s < samples.length; s++) {
            Map<String, double[]> exact = executor.trace(samples[s]);
            for (int t = 0; t < quantized.tensors().size() - 1; t++) {
                Tensor tensor = quantized.tensors().get(t);
                double[] values = exact.get(tensor.name());
                for (int i = 0; i < values.length; i++) {
                    double real = tensor.decode(i, trace.get(t)[s * values.length + i]);
                    differing += Math.abs(real - values[i]) > tensor.scale() / 100 ? 1 : 0;
                }
            }
        }
        return differing;
    }

    @Test
    void tfc2w2aHasItsPublishedAccuracyAndEveryTrainedInteger() {
        Dataset data = mnist(1 / 255.0);
        Network network = network("qonnx/TFC_2W2A.onnx");
        QuantizedNetwork quantized = quantized(network, null, data.samples(100));
        assertEquals(0.9660, accuracy(quantized, data, 10_000), 0.0002);
        assertEquals(0, differing(network, quantized, data.samples(500)));
    }

    @Test
    void keywordSpottingHasItsPublishedAccuracyAndEveryTrainedInteger() {
        Dataset data = keywords();
        Network network = network("qonnx/MLPerfTiny_KWS_W3A3.onnx");
        QuantizedNetwork quantized = quantized(network, null, data.samples(100));
        assertEquals(0.825, accuracy(quantized, data, 1000));
        assertEquals(0, differing(network, quantized, data.samples(500)));
    }

    /** Its input has no trained quantisation, so the samples are values that the calibrated INT16 input holds. */
    @Test
    void jetTaggingHasEveryTrainedInteger() {
        Network network = network("qonnx/qkeras_jettagging.onnx");
        Random random = new Random(41);
        float[][] samples = new float[500][network.inputShape().elements()];
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (float) random.nextGaussian();
            }
        }
        QuantizedNetwork quantized = quantized(network, null, samples);
        Tensor input = quantized.tensors().get(0);
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (float) input.decode(i, input.encode(i, sample[i]));
            }
        }
        assertEquals(
                List.of("INT16", "INT8", "INT8", "INT8", "INT16"),
                quantized.tensors().stream().map(t -> t.format().name()).toList());
        assertEquals(0, differing(network, quantized, samples));
    }

    /** Calibrated on the last 200 images; on the first 1,000 the float network has 98.7 %. */
    @Test
    void mnistConvolutionKeepsItsAccuracyAfterTraining() {
        Dataset data = mnist(1);
        Network network = network("onnx/mnist-conv.onnx");
        float[][] calibration = Arrays.copyOfRange(data.samples(), 9800, 10_000);
        Map<NumberFormat, Double> least = new LinkedHashMap<>();
        least.put(NumberFormats.POSIT16_1, 0.987);
        least.put(NumberFormats.POSIT8_0, 0.985);
        least.put(NumberFormats.FP4_E2M1, 0.981);
        least.put(NumberFormats.POSIT4_1, 0.976);
        for (Map.Entry<NumberFormat, Double> bound : least.entrySet()) {
            double accuracy = accuracy(quantized(network, bound.getKey(), calibration), data, 1000);
            assertTrue(accuracy >= bound.getValue(), bound.getKey().name() + ": " + accuracy);
        }
    }

    /** Relative error of the features, root mean square over 500 windows that were not calibrated on. */
    @Test
    void inertialEncoderKeepsItsFeatures() {
        Network network = network("ulvio/inertial_encoder.onnx");
        Dataset windows = Dataset.read(DatasetConfig.of(SharedData.require("ulvio/imu_windows_1000x6x11_f32.npy")));
        float[][] calibration = Arrays.copyOfRange(windows.samples(), 500, 1000);
        float[][] test = windows.samples(500);
        float[][] exact = new FloatExecutor(network).run(test);
        Map<NumberFormat, Double> most = new LinkedHashMap<>();
        most.put(NumberFormats.POSIT16_1, 0.001);
        most.put(NumberFormats.POSIT8_0, 0.05);
        most.put(NumberFormats.FP4_E2M1, 0.32);
        most.put(NumberFormats.POSIT4_1, 0.36);
        for (Map.Entry<NumberFormat, Double> bound : most.entrySet()) {
            double[][] actual = new ReferenceExecutor(quantized(network, bound.getKey(), calibration)).logits(test);
            double noise = 0;
            double signal = 0;
            for (int s = 0; s < test.length; s++) {
                for (int i = 0; i < exact[s].length; i++) {
                    noise += Math.pow(actual[s][i] - exact[s][i], 2);
                    signal += Math.pow(exact[s][i], 2);
                }
            }
            double error = Math.sqrt(noise / signal);
            assertTrue(error <= bound.getValue(), bound.getKey().name() + ": " + error);
        }
    }
}
