// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.calibrate.Calibration;
import io.fluxmill.graph.Network;
import io.fluxmill.graph.QuantizedNetwork;
import io.fluxmill.precision.Quantizer;
import io.fluxmill.read.Dataset;
import io.fluxmill.read.NetworkReader;
import io.fluxmill.reference.ReferenceExecutor;

/**
 * A network and its data: read, calibrated and measured in float once, then quantised for each format.
 *
 * @param referenceSamples how many samples run in float and on the reference
 */
record Workload(
        DesignConfig config,
        Network network,
        Dataset data,
        Calibration calibration,
        Yardstick yardstick,
        int referenceSamples) {

    /**
     * Reads model and data.
     *
     * @throws io.fluxmill.config.InputException if one is damaged, has something that the engine cannot do, or they do not fit
     */
    static Workload load(DesignConfig config, Console console) {
        console.progress("reading " + config.model());
        Network network = NetworkReader.read(config.model());
        Dataset data = config.data().read(network);
        int samples = Math.min(config.verify().referenceSamples(), data.count());
        float[][] wanted = config.data().wanted(network, samples);
        console.progress("calibrating " + network.name());
        float[][] calibration =
                config.data().calibration(network).samples(config.quantization().calibrationSamples());
        return new Workload(
                config,
                network,
                data,
                Calibration.calibrate(network, calibration),
                Yardstick.of(network, data, samples, wanted),
                samples);
    }

    /**
     * The network in one format, measured on the reference.
     *
     * @param format a name from the configuration's list
     */
    Quantized quantize(String format) {
        Stopwatch quantizing = new Stopwatch();
        QuantizedNetwork quantized = Quantizer.quantize(network, config.plan(format), tensor -> calibration
                .range(tensor)
                .values());
        double quantizeSeconds = quantizing.seconds();
        Stopwatch executing = new Stopwatch();
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        short[] inputs = reference.encode(data.samples(referenceSamples));
        short[] results = reference.run(inputs, referenceSamples);
        double quality = Quantized.quality(quantized, yardstick, results, referenceSamples);
        return new Quantized(format, quantized, inputs, quality, quantizeSeconds, executing.seconds());
    }
}
