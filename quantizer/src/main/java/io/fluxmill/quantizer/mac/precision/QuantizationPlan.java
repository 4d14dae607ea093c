// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.scale.ScaleMethod;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which formats each matrix layer computes in, and how scales are found. Immutable; {@code with...} return changed copies.
 *
 * <p>The tensor that a layer reads has the format of the layer's activations, and the layer before converts on the way out. Of a block format the tensor has
 * {@code blockResults} instead.
 *
 * @param operandFormats pairs of formats that the engine multiplies
 * @param resultFormats formats that results can have; contains those of activations
 * @param format the formats of every layer that {@code layerFormats} does not name; null leaves it to the network's trained
 *     quantisation and is refused for layers that have none
 * @param layerFormats formats of single layers by name
 * @param resultFormat the format of the network's result, or null: INT16 if results can have it, else the last layer's
 * @param scaleMethod how the scale of a calibrated tensor is found
 * @param perChannel whether each output channel has its own weight scale
 * @param trained how quantisations from training are treated
 * @param fit whether weights and biases of layers of at most 8 bits are fitted to the calibration samples, so that the layer's
 *     results (not its weights) have the smallest error, see {@link LeastSquaresRounding}
 * @param rescaleBits bits of the multiplier of the engine's output stage: 16 or 31
 * @param blockResults the format of tensors that layers in block formats read: results leave in it, and the driver makes blocks of them
 */
public record QuantizationPlan(
        List<FormatPair> operandFormats,
        List<NumberFormat> resultFormats,
        FormatPair format,
        Map<String, FormatPair> layerFormats,
        NumberFormat resultFormat,
        ScaleMethod scaleMethod,
        boolean perChannel,
        Trained trained,
        boolean fit,
        int rescaleBits,
        NumberFormat blockResults) {

    /** How quantisations from training are treated. */
    public enum Trained {
        /** Every code is the trained one; a network for which this is impossible is refused. */
        EXACT,
        /** Trained codes if the hardware has them, else the nearest; tensors without a trained grid are calibrated. */
        NEAREST,
        /** They only bound the values, and the network is quantised after training like a float network. */
        AS_BOUNDS
    }

    public QuantizationPlan {
        operandFormats = List.copyOf(operandFormats);
        resultFormats = List.copyOf(resultFormats);
        layerFormats = Map.copyOf(layerFormats);
        requireOperand(format, "format", operandFormats);
        for (Map.Entry<String, FormatPair> entry : layerFormats.entrySet()) {
            requireOperand(entry.getValue(), "format of layer " + entry.getKey(), operandFormats);
        }
        boolean blocks = format != null && format.isBlocks()
                || layerFormats.values().stream().anyMatch(FormatPair::isBlocks);
        if (blocks && !resultFormats.contains(blockResults)) {
            List<String> names = resultFormats.stream().map(NumberFormat::name).toList();
            throw unknown("format of results that become blocks", blockResults.name(), names, "engine.result-formats");
        }
        if (resultFormat != null && !resultFormats.contains(resultFormat)) {
            List<String> names = resultFormats.stream().map(NumberFormat::name).toList();
            throw unknown("result format", resultFormat.name(), names, "engine.result-formats");
        }
    }

    /**
     * A plan with one format for every layer, MSE scales per channel, trained quantisation kept, and fitted to the samples.
     *
     * @param format null for a network that was trained with quantisation
     */
    public static QuantizationPlan uniform(
            List<NumberFormat> operandFormats, List<NumberFormat> resultFormats, NumberFormat format) {
        return uniformPairs(
                operandFormats.stream().map(FormatPair::of).toList(),
                resultFormats,
                format == null ? null : FormatPair.of(format));
    }

    /** The same with formats of weights and of activations. */
    public static QuantizationPlan uniformPairs(
            List<FormatPair> operandFormats, List<NumberFormat> resultFormats, FormatPair format) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                Map.of(),
                null,
                ScaleMethod.MSE,
                true,
                Trained.EXACT,
                true,
                16,
                NumberFormats.BF16);
    }

    public QuantizationPlan withLayer(String layer, NumberFormat layerFormat) {
        return withLayer(layer, FormatPair.of(layerFormat));
    }

    public QuantizationPlan withLayer(String layer, FormatPair layerFormat) {
        Map<String, FormatPair> all = new LinkedHashMap<>(layerFormats);
        all.put(layer, layerFormat);
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                all,
                resultFormat,
                scaleMethod,
                perChannel,
                trained,
                fit,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withFormat(NumberFormat uniform) {
        return withFormat(FormatPair.of(uniform));
    }

    public QuantizationPlan withFormat(FormatPair uniform) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                uniform,
                layerFormats,
                resultFormat,
                scaleMethod,
                perChannel,
                trained,
                fit,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withResultFormat(NumberFormat result) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                layerFormats,
                result,
                scaleMethod,
                perChannel,
                trained,
                fit,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withScaleMethod(ScaleMethod method) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                layerFormats,
                resultFormat,
                method,
                perChannel,
                trained,
                fit,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withPerChannel(boolean channelScales) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                layerFormats,
                resultFormat,
                scaleMethod,
                channelScales,
                trained,
                fit,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withTrained(Trained treatment) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                layerFormats,
                resultFormat,
                scaleMethod,
                perChannel,
                treatment,
                fit,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withFit(boolean fitted) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                layerFormats,
                resultFormat,
                scaleMethod,
                perChannel,
                trained,
                fitted,
                rescaleBits,
                blockResults);
    }

    public QuantizationPlan withRescaleBits(int bits) {
        return new QuantizationPlan(
                operandFormats,
                resultFormats,
                format,
                layerFormats,
                resultFormat,
                scaleMethod,
                perChannel,
                trained,
                fit,
                bits,
                blockResults);
    }

    /** The planned formats of a layer, or null if the plan leaves them to the trained quantisation. */
    public FormatPair formatOf(String layer) {
        return layerFormats.getOrDefault(layer, format);
    }

    /** The format of the result of a network whose last layer has activations of this format. */
    public NumberFormat resultFormatFor(NumberFormat last) {
        if (resultFormat != null) {
            return resultFormat;
        }
        return resultFormats.contains(NumberFormats.INT16) ? NumberFormats.INT16 : last;
    }

    /** The pairs of formats, those with the narrowest activations first, of these those with the narrowest weights. */
    List<FormatPair> trainedFormats() {
        return operandFormats.stream()
                .sorted(Comparator.<FormatPair>comparingInt(
                                pair -> pair.activations().widthBits())
                        .thenComparingInt(pair -> pair.weights().widthBits()))
                .toList();
    }

    private static void requireOperand(FormatPair format, String what, List<FormatPair> formats) {
        if (format != null && !formats.contains(format)) {
            List<String> names = formats.stream().map(FormatPair::name).toList();
            throw unknown(what, format.name(), names, "engine.formats");
        }
    }

    private static InputException unknown(String what, String format, List<String> names, String key) {
        return new InputException(
                what + " must be one that the engine has (" + String.join(", ", names) + "), not " + format,
                "add " + format + " to " + key + ", or choose another");
    }
}
