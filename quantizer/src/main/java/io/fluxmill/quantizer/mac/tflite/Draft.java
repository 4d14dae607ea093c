// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.InputStep;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MoveLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two networks in the making: the one in float, and the one in codes as long as every operator so far computes in integers. Both have the
 * same tensors, by number here; the one in float may have more.
 */
final class Draft {
    private final NumberFormat format;
    private final Rounding rounding;
    private final List<Plane> planes = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final List<QuantizedNetwork.Layer> steps = new ArrayList<>();
    private String inexact;
    private double[] inputScales;

    /** @param floatName its name in the network in float */
    private record Plane(String name, String floatName, Shape shape, Encoding encoding) {}

    /** @param wide whether codes need INT16 */
    Draft(boolean wide, Rounding rounding) {
        format = wide ? NumberFormats.INT16 : NumberFormats.INT8;
        this.rounding = rounding;
    }

    NumberFormat format() {
        return format;
    }

    Rounding rounding() {
        return rounding;
    }

    /** Steps of the driver have no fp32: XNNPACK computes them in another arithmetic of its own. */
    Rounding stepRounding() {
        return rounding == Rounding.FLOAT32 ? Rounding.NEAREST_TWICE : rounding;
    }

    boolean isExact() {
        return inexact == null;
    }

    /** From here on there is only the network in float. The first reason is the one that is told. */
    void inexact(String reason) {
        inexact = inexact == null ? reason : inexact;
    }

    Shape shape(int place) {
        return planes.get(place).shape;
    }

    Encoding encoding(int place) {
        return planes.get(place).encoding;
    }

    String floatName(int place) {
        return planes.get(place).floatName;
    }

    int codeOf(int number) {
        return number & (1 << format.widthBits()) - 1;
    }

    /** A new tensor that both networks have, with the same name. */
    int plane(String name, Shape shape, Encoding encoding) {
        return plane(name, name, shape, encoding);
    }

    int plane(String name, String floatName, Shape shape, Encoding encoding) {
        planes.add(new Plane(name, floatName, shape, encoding));
        return planes.size() - 1;
    }

    /** The input's encoding, known only now. */
    void encodeInput(Encoding encoding) {
        Plane input = planes.get(0);
        planes.set(0, new Plane(input.name, input.floatName, input.shape, encoding));
    }

    /** A scale for each element of the input, where it is several tensors. */
    void scaleInput(double[] scales) {
        inputScales = scales;
    }

    boolean hasLayers() {
        return !layers.isEmpty();
    }

    void layer(Layer layer) {
        layers.add(layer);
    }

    void step(MacProgram.HostStep step) {
        step(new QuantizedNetwork.Host(step));
    }

    void step(QuantizedNetwork.Layer step) {
        if (isExact()) {
            steps.add(step);
        }
    }

    /** Elements moved from some tensors to a new one of both networks; -1 fills with real zero. */
    int move(String name, List<Integer> inputs, Shape shape, int[] from, double fill, Encoding encoding) {
        List<String> names = inputs.stream().map(this::floatName).toList();
        int place = plane(name, shape, encoding);
        layers.add(new MoveLayer(name, names, name, shape, from, fill, null));
        int code = encoding == null ? 0 : codeOf(encoding.clip(encoding.number((float) fill)));
        step(new MacProgram.MoveStep(name, inputs, place, from, code));
        return place;
    }

    /** The value as a whole tensor of the network with channels first, moved only if it is not yet. */
    Value channelsFirst(Value value, String consumer) {
        Shape wanted = Value.shape(value.dims());
        if (value.isChannelsFirst() && shape(value.place()).equals(wanted)) {
            return value;
        }
        return moved(value, wanted, Value.channelsFirst(value.dims()), consumer);
    }

    /** The value as elements of a whole tensor of the network, in any order. */
    Value whole(Value value, String consumer) {
        return value.covers(shape(value.place())) ? value : channelsFirst(value, consumer);
    }

    /** @param at place of each element in the new tensor */
    Value moved(Value value, Shape shape, int[] at, String consumer) {
        int[] from = new int[at.length];
        for (int i = 0; i < at.length; i++) {
            from[at[i]] = value.at()[i];
        }
        String name = consumer + "_moved_" + planes.size();
        int place = move(name, List.of(value.place()), shape, from, 0, value.encoding());
        return new Value(place, value.dims(), at, value.encoding());
    }

    /**
     * In float only: {@code activation(gain * x + bias)} for each element.
     *
     * @param gain for each element of the tensor
     * @param bias likewise
     */
    void scaled(String name, String input, Shape shape, double[] gain, double[] bias, Activation activation) {
        int plane = shape.height() * shape.width();
        boolean byChannel = IntStream.range(0, gain.length)
                .allMatch(i -> gain[i] == gain[i - i % plane] && bias[i] == bias[i - i % plane]);
        if (byChannel) {
            layers.add(diagonal(name, input, shape, gain, bias, activation));
            return;
        }
        Shape vector = new Shape(shape.elements(), 1, 1);
        int[] same = IntStream.range(0, shape.elements()).toArray();
        layers.add(new MoveLayer(name + "_in", List.of(input), name + "_in", vector, same, 0, null));
        layers.add(diagonal(name + "_each", name + "_in", vector, gain, bias, activation));
        layers.add(new MoveLayer(name, List.of(name + "_each"), name, shape, same, 0, null));
    }

    private static MatrixLayer diagonal(
            String name, String input, Shape shape, double[] gain, double[] bias, Activation activation) {
        int channels = shape.channels();
        int plane = shape.height() * shape.width();
        float[] weights = new float[channels];
        double[] offsets = new double[channels];
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        for (int c = 0; c < channels; c++) {
            weights[c] = (float) gain[c * plane];
            offsets[c] = bias[c * plane];
        }
        Geometry each = new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, channels);
        return new MatrixLayer(name, input, name, shape, shape, each, weights, ones, offsets, activation, null, null);
    }

    // ------------------------------------------------------------------------------------------------------ results

    Network network(String name, Ending ending) {
        Plane input = planes.get(0);
        Encoding encoding = input.encoding;
        boolean bounded = encoding != null && inputScales == null;
        List<InputStep> clip = bounded
                ? List.of(InputStep.clip(encoding.real(encoding.low()), encoding.real(encoding.high())))
                : List.of();
        return new Network(name, input.shape, clip, null, layers, ending);
    }

    /** Why there is no network in codes, or null. */
    String reason() {
        return inexact;
    }

    /** @param output the tensor that is the result */
    QuantizedNetwork exact(String name, int output) {
        List<Tensor> tensors =
                IntStream.range(0, planes.size()).mapToObj(this::tensor).toList();
        return new QuantizedNetwork(name, List.of(), tensors, steps, output);
    }

    private Tensor tensor(int place) {
        Plane plane = planes.get(place);
        Encoding encoding = plane.encoding;
        double[] channels = new double[plane.shape.channels()];
        Arrays.fill(channels, 1);
        boolean several = place == 0 && inputScales != null;
        double[] scales = several ? inputScales : new double[] {encoding.scale()};
        Quant quant = new Quant(
                scales, encoding.zeroPoint(), encoding.low(), encoding.high(), Quant.Rule.HALF_AWAY_STEPS, null);
        return new Tensor(
                plane.name,
                plane.shape,
                format,
                several ? 1 : encoding.scale(),
                encoding.zeroPoint(),
                codeOf(encoding.low()),
                codeOf(encoding.high()),
                several ? scales : channels,
                place == 0 ? quant : null);
    }
}
