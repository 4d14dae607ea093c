// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.Vectors;
import io.fluxmill.cli.mac.program.MacExecution;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.MacRunner;
import io.fluxmill.driver.mac.MacScript;
import io.fluxmill.driver.mac.NetworkRunner;
import io.fluxmill.driver.mac.NetworkScript;
import io.fluxmill.driver.mac.RunOptions;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.map.MacMapping;
import io.fluxmill.quantizer.mac.map.NetworkMapping;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A dense layer in each pair of operand formats, with one input and one output more than the array has. */
record MacVectors(MacExecution execution, Manifest manifest) implements Vectors {
    private static final int SAMPLES = 2;

    /**
     * A network, codes for it and what the reference makes of them.
     *
     * @param output {@code [samples][elements]}
     */
    private record Job(QuantizedNetwork network, short[] input, short[] output) {}

    @Override
    public int run(Device device, Random random, BooleanSupplier more) {
        int programs = 0;
        for (FormatPair format : mac().operands()) {
            if (!more.getAsBoolean()) {
                break;
            }
            Job job = job(format, random, SAMPLES);
            if (execution instanceof MacExecution.Processor) {
                new NetworkRunner(device, NetworkMapping.map(job.network(), manifest, SAMPLES, true)).run(job.input());
            } else {
                new MacRunner(device, MacMapping.map(job.network(), manifest))
                        .run(job.input(), SAMPLES, RunOptions.RESULT);
            }
            programs++;
        }
        return programs;
    }

    @Override
    public List<Script> scripts(Random random) {
        MacConfig mac = mac();
        int samples = 2 * mac.rows() + 1;
        return mac.operands().stream()
                .map(format -> job(format, random, samples))
                .map(job -> script(job, samples))
                .toList();
    }

    private Script script(Job job, int samples) {
        if (execution instanceof MacExecution.Processor) {
            NetworkProgram program = NetworkMapping.map(job.network(), manifest, samples, true);
            List<short[]> values = new ReferenceExecutor(job.network()).trace(job.input(), samples);
            return NetworkScript.of(manifest, program, job.input(), values);
        }
        return MacScript.of(manifest, MacMapping.map(job.network(), manifest), job.input(), job.output(), samples);
    }

    private MacConfig mac() {
        return execution.array();
    }

    private Job job(FormatPair format, Random random, int count) {
        MacConfig mac = mac();
        Network network = network(random);
        float[][] samples = new float[count][mac.rows() + 1];
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                float value = (float) random.nextGaussian();
                sample[i] = isSigned(format.activations()) ? value : Math.abs(value);
            }
        }
        QuantizedNetwork quantized = Quantizer.quantize(
                network,
                QuantizationPlan.uniformPairs(mac.operands(), mac.results(), format),
                Calibration.calibrate(network, samples));
        short[] codes = new short[count * (mac.rows() + 1)];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) (random.nextInt() & (1 << format.activations().widthBits()) - 1);
        }
        return new Job(quantized, codes, new ReferenceExecutor(quantized).run(codes, count));
    }

    private static boolean isSigned(NumberFormat format) {
        return format.toDouble(format.minBits()) < 0;
    }

    private Network network(Random random) {
        MacConfig mac = mac();
        Shape in = new Shape(mac.rows() + 1, 1, 1);
        Shape out = new Shape(mac.columns() + 1, 1, 1);
        float[] weights = new float[out.elements() * in.elements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        double[] gain = new double[out.elements()];
        Arrays.fill(gain, 1);
        double[] bias = random.doubles(out.elements(), -0.5, 0.5).toArray();
        MatrixLayer layer = new MatrixLayer(
                "layer",
                "input",
                "layer",
                in,
                out,
                Geometry.dense(in),
                weights,
                gain,
                bias,
                Activation.RELU,
                null,
                null);
        return new Network("vectors", in, 1, 0, null, List.of(layer), false);
    }
}
