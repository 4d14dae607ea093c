// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.mac.QuantizationSection.Mixed;
import io.fluxmill.core.cache.KeptResults;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.program.mac.export.Coding;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.ApproximateProducts;
import io.fluxmill.quantizer.mac.precision.MixedPlan;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.tflite.TfliteNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network and its data, to be quantised for each format.
 *
 * @param tflite the TensorFlow Lite file that the network is of, or null
 * @param samples from which scales are found
 * @param calibration of the network over these samples; made when a quantised network is not kept
 * @param console told the stages of {@link MacStages}
 */
record MacModel(
        MacJobConfig config,
        Network network,
        TfliteNetwork tflite,
        Dataset data,
        float[][] samples,
        Supplier<Calibration> calibration,
        Console console) {

    /**
     * Reads model and data; a model whose calibration diverges is refused when it is quantised.
     *
     * @throws io.fluxmill.core.config.InputException if one is damaged, has something that the engine cannot do, or they do not fit
     */
    static MacModel load(MacJobConfig config, Console console) {
        console.stage(MacStages.READING);
        TfliteNetwork tflite = config.model().toString().endsWith(".tflite")
                ? TfliteNetwork.read(
                        config.model(),
                        config.modelOutput(),
                        config.quantization().round())
                : null;
        Network network = tflite == null ? NetworkReader.read(config.model(), config.modelOutput()) : tflite.network();
        checkLayers(config, network);
        Dataset data = config.data().read(network);
        if (network.isTrained() && network.inputQuant() == null) {
            console.message(
                    "the input was not quantised in training: it is rounded to codes whose scale comes from the data");
        }
        float[][] samples =
                config.data().calibration(network).samples(config.quantization().calibrationSamples());
        return new MacModel(config, network, tflite, data, samples, new Calibrated(network, samples, console), console);
    }

    /** The calibration, made once. */
    private static final class Calibrated implements Supplier<Calibration> {
        private final Network network;
        private final float[][] samples;
        private final Console console;
        private Calibration calibration;

        Calibrated(Network network, float[][] samples, Console console) {
            this.network = network;
            this.samples = samples;
            this.console = console;
        }

        @Override
        public Calibration get() {
            if (calibration == null) {
                calibration = Calibration.calibrate(network, samples, console.stage(MacStages.CALIBRATING));
            }
            return calibration;
        }
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
    Quantized quantize(String format) {
        try {
            return quantized(format);
        } catch (InputException e) {
            boolean named = e.getMessage().startsWith(config.model() + ": ");
            throw named ? e : new InputException(config.model() + ": " + e.getMessage(), e.remedy());
        }
    }

    private Quantized quantized(String format) {
        Stopwatch time = new Stopwatch();
        if (tflite != null && format.equals(QuantizationSection.TRAINED)) {
            return new Quantized(format, tflite.requireExact(), tflite.rounding(), time.seconds());
        }
        if (tflite != null && format.equals(QuantizationSection.TRAINED_NEAREST)) {
            throw new InputException(
                    "quantization.formats must not name trained-nearest for a TensorFlow Lite model",
                    "use trained, or a number format");
        }
        QuantizationPlan plan = config.plan(format);
        Mixed mixed =
                format.equals(QuantizationSection.MIXED) ? config.quantization().mixed() : null;
        QuantizedNetwork quantized = KeptResults.ofUser()
                .get(
                        "network",
                        QuantizedNetwork.class,
                        () -> quantized(format, plan, mixed),
                        network,
                        samples,
                        plan,
                        mixed);
        Multiplication multiplication =
                config.execution().array().options().unit().multiplier().multiplication();
        return new Quantized(format, ApproximateProducts.of(quantized, multiplication), null, time.seconds());
    }

    private QuantizedNetwork quantized(String format, QuantizationPlan plan, Mixed mixed) {
        Calibration calibrated = calibration.get();
        QuantizationPlan chosen = mixed == null ? plan : chosen(plan, mixed, calibrated);
        return Quantizer.quantize(network, chosen, calibrated, console.stage(MacStages.quantising(format)));
    }

    private QuantizationPlan chosen(QuantizationPlan plan, Mixed mixed, Calibration calibrated) {
        return MixedPlan.choose(
                        network,
                        calibrated,
                        plan,
                        config.quantization().blocks().of(mixed.narrow()),
                        config.quantization().blocks().of(mixed.wide()),
                        mixed.share(),
                        console.stage(MacStages.CHOOSING))
                .plan();
    }

    /** What the codes of a quantised network's input and result mean. */
    Coding coding(QuantizedNetwork quantized) {
        return new Coding(
                scale(quantized.tensors().get(0)),
                scale(quantized.tensors().get(quantized.output())),
                codesOfBytes(quantized));
    }

    private static Coding.Scale scale(QuantizedNetwork.Tensor tensor) {
        return new Coding.Scale(tensor.scale(), tensor.zeroPoint(), tensor.channelScale());
    }

    /** Empty if the data are no bytes, or a byte has another code in another channel. */
    private short[] codesOfBytes(QuantizedNetwork quantized) {
        float[] bytes = data.ofBytes();
        short[] codes = new short[bytes.length];
        for (int b = 0; b < bytes.length; b++) {
            float[] sample = new float[network.inputShape().elements()];
            Arrays.fill(sample, bytes[b]);
            short[] encoded = quantized.encode(sample);
            codes[b] = encoded[0];
            for (short code : encoded) {
                if (code != codes[b]) {
                    return new short[0];
                }
            }
        }
        return codes;
    }
}
