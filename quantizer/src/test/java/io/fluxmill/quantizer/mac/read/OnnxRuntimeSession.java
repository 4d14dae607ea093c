// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** A model in ONNX Runtime, with one input and one thread. */
final class OnnxRuntimeSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    private final OrtSession session;
    private final String input;

    OnnxRuntimeSession(byte[] model, String input) {
        this(model, input, OptLevel.ALL_OPT);
    }

    /** Without fusing nodes, which fails for some sequences of Clip. */
    static OnnxRuntimeSession asWritten(byte[] model, String input) {
        return new OnnxRuntimeSession(model, input, OptLevel.NO_OPT);
    }

    private OnnxRuntimeSession(byte[] model, String input, OptLevel level) {
        this.input = input;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(level);
            session = environment.createSession(model, options);
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime refuses the model: " + e.getMessage(), e);
        }
    }

    /** The first output. */
    float[] run(float[] values, int... dims) {
        long[] shape = Arrays.stream(dims).asLongStream().toArray();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[out.remaining()];
            out.get(copy);
            return copy;
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    /** The first output of a model in doubles. */
    double[] runDoubles(float[] values, int... dims) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        long[] shape = Arrays.stream(dims).asLongStream().toArray();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, DoubleBuffer.wrap(wide), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            DoubleBuffer out = ((OnnxTensor) result.get(0)).getDoubleBuffer();
            double[] copy = new double[out.remaining()];
            out.get(copy);
            return copy;
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }
}
