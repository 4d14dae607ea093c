// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.mac.QuantizationSection.Mixed;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.MixedPlan;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A network and its data: read, calibrated and measured in float once, then quantised for each format.
 *
 * @param samples how many samples run in float and on the reference
 */
public record MacWorkload(
        MacJobConfig config, Network network, Dataset data, Calibration calibration, Yardstick yardstick, int samples) {

    /**
     * Reads model and data.
     *
     * @throws io.fluxmill.core.config.InputException if one is damaged, has something that the engine cannot do, or they do not fit
     */
    public static MacWorkload load(MacJobConfig config, Console console) {
        console.progress("reading " + config.model());
        Network network = NetworkReader.read(config.model());
        checkLayers(config, network);
        Dataset data = config.data().read(network);
        int samples = Math.min(config.verify().referenceSamples(), data.count());
        float[][] wanted = config.data().wanted(network, samples);
        if (wanted != null && !Yardstick.canGive(network.ending(), wanted)) {
            console.message("the wanted outputs are no probabilities, so they are compared with the results before the "
                    + network.ending().name().toLowerCase(Locale.ROOT));
        }
        if (network.isTrained() && network.inputQuant() == null) {
            console.message(
                    "the input was not quantised in training: it is rounded to codes whose scale comes from the data");
        }
        console.progress("calibrating " + network.name());
        float[][] calibration =
                config.data().calibration(network).samples(config.quantization().calibrationSamples());
        return new MacWorkload(
                config,
                network,
                data,
                Calibration.calibrate(network, calibration),
                Yardstick.of(network, data, samples, wanted),
                samples);
    }

    private static void checkLayers(MacJobConfig config, Network network) {
        List<String> names = network.layers().stream()
                .filter(MatrixLayer.class::isInstance)
                .map(Layer::name)
                .toList();
        for (String layer : config.quantization().layers().keySet()) {
            if (!names.contains(layer)) {
                throw new InputException(
                        config.file() + ": quantization.layers: layer must be one of " + String.join(", ", names)
                                + ": layer=" + layer,
                        NearestName.of(layer, names)
                                .map(nearest -> "did you mean " + nearest + "?")
                                .orElse("name layers with weights only"));
            }
        }
    }

    /**
     * The network in one format.
     *
     * @param format a name from the configuration's list
     * @throws InputException if format and network do not fit
     */
    public Quantized quantize(String format) {
        try {
            return quantized(format);
        } catch (InputException e) {
            throw new InputException(config.model() + ": " + e.getMessage(), e.remedy());
        }
    }

    private Quantized quantized(String format) {
        Stopwatch time = new Stopwatch();
        QuantizationPlan plan = config.plan(format);
        if (format.equals(QuantizationSection.MIXED)) {
            Mixed mixed = config.quantization().mixed();
            plan = MixedPlan.choose(network, calibration, plan, mixed.narrow(), mixed.wide(), mixed.share())
                    .plan();
        }
        QuantizedNetwork quantized = Quantizer.quantize(network, plan, calibration);
        return new Quantized(format, quantized, time.seconds());
    }

    /** Runs all samples on the reference. */
    public ReferenceRun reference(Quantized quantized) {
        Stopwatch time = new Stopwatch();
        ReferenceExecutor reference = new ReferenceExecutor(quantized.network());
        short[] inputs = reference.encode(data.samples(samples));
        short[] results = reference.run(inputs, samples);
        return new ReferenceRun(inputs, results, quality(quantized, results, samples), time.seconds());
    }

    /**
     * The share of right classes with labels, the relative error without.
     *
     * @param results codes {@code [at least count][elements]} of the first samples, whoever computed them
     */
    double quality(Quantized quantized, short[] results, int count) {
        if (yardstick.hasLabels()) {
            return yardstick.accuracy(new ReferenceExecutor(quantized.network()).classes(results, count));
        }
        int elements = network.last().outputShape().elements();
        double[][] real = new double[count][];
        for (int s = 0; s < count; s++) {
            real[s] = quantized.network().decode(Arrays.copyOfRange(results, s * elements, (s + 1) * elements));
        }
        return yardstick.error(real);
    }
}
