// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import org.junit.jupiter.api.Test;

/** The published accuracy of real models, from their files and the public data. */
class RealModelsTest {
    private static Network network(String file) {
        return NetworkReader.read(SharedData.require(file));
    }

    private static double accuracy(Network network, Dataset data) {
        data.requireFits(network.inputShape().elements(), network.name());
        return data.accuracy(new FloatExecutor(network).run(data.samples()));
    }

    private static DatasetConfig mnist() {
        return DatasetConfig.of(SharedData.require("mnist/mnist_t10k-images-idx3-ubyte.gz"))
                .withLabels(SharedData.require("mnist/mnist_t10k-labels-idx1-ubyte.gz"));
    }

    @Test
    void tfcReachesItsPublishedAccuracy() {
        Dataset data = Dataset.read(mnist().withScale(1 / 255.0, 0));
        assertEquals(10_000, data.count());
        assertEquals(0.9660, accuracy(network("qonnx/TFC_2W2A.onnx"), data), 1e-9);
    }

    @Test
    void keywordSpottingReachesItsPublishedAccuracy() {
        Dataset data = Dataset.read(DatasetConfig.of(SharedData.require("kws/features_1000x490_i8.bin"))
                .withRaw("int8", 1, 10, 49)
                .withScale(0.33674246072769165, 0)
                .withLabels(SharedData.require("kws/labels_1000.txt")));
        assertEquals(1000, data.count());
        assertEquals(0.825, accuracy(network("qonnx/MLPerfTiny_KWS_W3A3.onnx"), data), 1e-9);
    }

    @Test
    void mnistConvolutionReachesItsAccuracyOnPixels() {
        assertEquals(0.9891, accuracy(network("onnx/mnist-conv.onnx"), Dataset.read(mnist())), 1e-9);
    }

    @Test
    void mnistConvolutionGivesItsStoredOutput() {
        OnnxTensor input = OnnxReader.readTensor(SharedData.require("onnx/mnist-conv_input_0.pb"));
        OnnxTensor output = OnnxReader.readTensor(SharedData.require("onnx/mnist-conv_output_0.pb"));
        float[] actual = new FloatExecutor(network("onnx/mnist-conv.onnx")).run(floats(input));
        assertArrayEquals(floats(output), actual, 2e-3f, "outputs are of the order of 1000");
    }

    @Test
    void inertialEncoderGivesItsStoredFeatures() {
        Dataset windows = Dataset.read(DatasetConfig.of(SharedData.require("ulvio/imu_windows_1000x6x11_f32.npy")));
        Dataset features = Dataset.read(DatasetConfig.of(SharedData.require("ulvio/features_1000x128_f32.npy")));
        float[][] actual = new FloatExecutor(network("ulvio/inertial_encoder.onnx")).run(windows.samples());
        assertEquals(1000, actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertArrayEquals(features.sample(i), actual[i], 2e-5f, "window " + i);
        }
    }

    private static float[] floats(OnnxTensor tensor) {
        float[] floats = new float[tensor.values().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) tensor.values()[i];
        }
        return floats;
    }
}
