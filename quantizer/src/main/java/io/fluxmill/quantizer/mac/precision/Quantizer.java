// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.TermDotProduct;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.FunctionLayer;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MoveLayer;
import io.fluxmill.quantizer.mac.graph.Network.MultiplyLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.grid.TrainedGrids;
import io.fluxmill.quantizer.mac.map.StepMapping;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan.Trained;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import io.fluxmill.quantizer.mac.scale.ScaleMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** From a float or trained-quantised network to codes. */
public final class Quantizer {
    private final Network network;
    private final QuantizationPlan plan;
    private final TensorClasses tensors;
    private final FormatAssignment formats;
    private final List<Tensor> scaled;
    private final List<QuantizedNetwork.Layer> layers = new ArrayList<>();
    private final LayerFit fit;

    private Quantizer(Network network, QuantizationPlan plan, Calibration calibration) {
        this.network = network;
        this.plan = plan;
        tensors = new TensorClasses(network);
        formats = new FormatAssignment(network, tensors, plan);
        scaled = new ActivationScales(network, tensors, formats, plan, calibration).tensors();
        fit = plan.fit() && needsFit() ? new LayerFit(network, quantized(), calibration.inputs()) : null;
    }

    private boolean needsFit() {
        return network.layers().stream()
                .anyMatch(layer ->
                        layer instanceof MatrixLayer matrix && LayerFit.applies(matrix, tensor(matrix.input())));
    }

    private Tensor tensor(String name) {
        return scaled.get(tensors.index(name));
    }

    /**
     * Quantises a network.
     *
     * @param calibration of this network; not looked at, and may be null, if every tensor has a trained quantisation
     * @throws io.fluxmill.core.config.InputException if the plan and the network do not fit: a format the engine lacks, trained
     *     codes that a format does not hold, layers that read one tensor with different formats
     */
    public static QuantizedNetwork quantize(Network network, QuantizationPlan plan, Calibration calibration) {
        return quantize(network, plan, calibration, Progress.NONE);
    }

    /**
     * The same.
     *
     * @param progress is told of layers, each as many pieces as it has multiplications to be fitted
     */
    public static QuantizedNetwork quantize(
            Network network, QuantizationPlan plan, Calibration calibration, Progress progress) {
        Network kept = plan.trained() == Trained.AS_BOUNDS
                ? TrainedQuantization.asBounds(network)
                : TrainedGrids.of(network, plan.trained() == Trained.EXACT);
        if (!plan.fit() || calibration == null) {
            return new Quantizer(kept, plan, calibration).quantize(progress);
        }
        Calibration own = kept == network ? calibration : Calibration.calibrate(kept, calibration.inputs());
        ChannelEqualization equal = ChannelEqualization.of(kept, own);
        Calibration again = Calibration.calibrate(equal.network(), equal.samples());
        return original(kept, equal, new Quantizer(equal.network(), plan, again).quantize(progress));
    }

    /** An equalised network with the raw inputs and the channel scales of the original. */
    private static QuantizedNetwork original(Network network, ChannelEqualization equal, QuantizedNetwork quantized) {
        List<Tensor> tensors = quantized.tensors().stream()
                .map(tensor ->
                        tensor.withChannelScale(equal.factors().getOrDefault(tensor.name(), tensor.channelScale())))
                .toList();
        return new QuantizedNetwork(
                network.name(), network.inputSteps(), tensors, quantized.layers(), quantized.output());
    }

    private QuantizedNetwork quantize(Progress progress) {
        long work = network.layers().stream().mapToLong(this::work).sum();
        long done = 0;
        for (Layer layer : network.layers()) {
            QuantizedNetwork.Layer quantized = quantized(layer);
            layers.add(quantized);
            if (fit != null) {
                fit.run(quantized);
            }
            done += work(layer);
            progress.at(done, work);
        }
        return quantized();
    }

    /** Roughly proportional to the time that a layer takes. */
    private long work(Layer layer) {
        if (!(layer instanceof MatrixLayer matrix)) {
            return 1;
        }
        boolean fitted = fit != null && LayerFit.applies(matrix, tensor(matrix.input()));
        return fitted ? (long) matrix.weights().length * matrix.depth() : matrix.weights().length;
    }

    /** The network with the layers that are quantised so far. */
    private QuantizedNetwork quantized() {
        return new QuantizedNetwork(
                network.name(),
                network.inputSteps(),
                scaled,
                List.copyOf(layers),
                tensors.index(network.last().output()));
    }

    private QuantizedNetwork.Layer quantized(Layer layer) {
        if (layer instanceof MatrixLayer matrix) {
            return matrix(matrix);
        }
        return new QuantizedNetwork.Host(host(layer));
    }

    private MacProgram.HostStep host(Layer layer) {
        if (layer instanceof PoolLayer pool) {
            return pool(pool);
        }
        if (layer instanceof AddLayer add) {
            return add(add);
        }
        if (layer instanceof MultiplyLayer multiply) {
            return multiply(multiply);
        }
        return layer instanceof MoveLayer move ? move(move) : function((FunctionLayer) layer);
    }

    private QuantizedNetwork.Matrix matrix(MatrixLayer layer) {
        Tensor input = tensor(layer.input());
        FormatPair operands = formats.of(layer);
        WeightCodes weights = WeightCodes.of(layer, operands.weights(), plan);
        double[] shift = new double[layer.outChannels()];
        if (fit != null && LayerFit.applies(layer, input)) {
            boolean freeScale = plan.perChannel() && plan.scaleMethod() == ScaleMethod.MSE;
            LayerFit.Fitted fitted = fit.fit(layer, weights, tensors.index(layer.input()), freeScale);
            weights = fitted.weights();
            shift = fitted.shift();
        }
        List<OutputStage.Line> lines = new ArrayList<>();
        for (int n = 0; n < layer.outChannels(); n++) {
            lines.add(line(layer, weights, input, n, layer.gain()[n] * shift[n]));
        }
        return matrix(layer, weights, outputStage(layer, operands, weights, lines));
    }

    private QuantizedNetwork.Matrix matrix(MatrixLayer layer, WeightCodes weights, OutputStage.Parameters parameters) {
        AccumulatorRange range = TermDotProduct.isFor(parameters.layer().operands())
                ? WindowRange.of(layer.name(), weights)
                : AccumulatorRange.of(layer.name(), parameters.layer().operands(), weights.codes(), layer.depth());
        return new QuantizedNetwork.Matrix(
                layer.name(),
                tensors.index(layer.input()),
                tensors.index(layer.output()),
                layer.geometry(),
                weights.codes(),
                tensor(layer.input()).zeroCode(),
                parameters.layer(),
                parameters.channels(),
                range.min(),
                range.max());
    }

    private OutputStage.Line line(MatrixLayer layer, WeightCodes weights, Tensor input, int n, double shift) {
        FormatPair operands = formats.of(layer);
        int unitExponent = operands.sumExponent();
        double unit = Math.scalb(input.scale() * weights.scale()[n] * layer.gain()[n], unitExponent);
        double correction = Math.scalb(input.zeroPoint() * weights.sum(n), -unitExponent);
        double largest = largest(operands);
        double bound = Math.scalb(weights.magnitude(n) * largest, -unitExponent);
        return new OutputStage.Line(unit, layer.bias()[n] + shift, correction, bound);
    }

    private static double largest(FormatPair operands) {
        if (TermDotProduct.isFor(operands)) {
            return WindowRange.largestOperand(operands.weights());
        }
        CodeTable table = CodeTable.of(operands.activations());
        return Math.max(-table.min(), table.max());
    }

    private OutputStage.Parameters outputStage(
            MatrixLayer layer, FormatPair operands, WeightCodes weights, List<OutputStage.Line> lines) {
        Tensor output = tensor(layer.output());
        if (output.quant() != null
                && operands.weights() instanceof IntegerFormat
                && operands.activations() instanceof IntegerFormat) {
            return trainedStage(layer, operands, weights, lines, output);
        }
        if (output.quant() != null && plan.trained() == Trained.EXACT) {
            lines.forEach(line -> requireExact(layer, line, output));
        }
        OutputStage stage = new OutputStage(layer.name(), operands, layer.activation(), output, plan.rescaleBits());
        for (int n = 0; n < lines.size(); n++) {
            if (stage.isConstant(lines.get(n))) {
                requireZero(layer, n, operands.weights());
                weights.clear(n);
            }
        }
        return stage.parameters(lines);
    }

    /** A trained result in a format that is no integer is exact if its factor and its bias are. */
    private void requireExact(MatrixLayer layer, OutputStage.Line line, Tensor output) {
        double factor = line.unit() / output.scale();
        int exponent = Math.getExponent(factor);
        double multiplier = Math.scalb(factor, plan.rescaleBits() - 1 - exponent);
        double offset = Math.scalb(line.bias() / line.unit() - line.correction(), Rescale.BIAS_FRACTION_BITS);
        boolean exact = multiplier == Math.rint(multiplier)
                && factor * output.scale() == line.unit()
                && offset == Math.rint(offset)
                && Math.abs(offset) <= Integer.MAX_VALUE;
        if (!exact) {
            throw new InputException(
                    "layer " + layer.name()
                            + " must have scales of powers of two and a bias in its units to give every trained code of "
                            + output.format().name() + ", because its result is rounded from a product with its scale",
                    "use the format trained-nearest, which rounds the exact sum with a multiplier of "
                            + plan.rescaleBits() + " bits, or train with scales that are powers of two");
        }
    }

    private static void requireZero(MatrixLayer layer, int channel, NumberFormat format) {
        if (format.toDouble(format.zeroBits()) != 0) {
            throw new InputException(
                    "every channel of layer " + layer.name() + " must depend on its input, because " + format.name()
                            + " has no zero: channel=" + channel,
                    "choose TERNARY or another format with a zero for the layer");
        }
    }

    private OutputStage.Parameters trainedStage(
            MatrixLayer layer, FormatPair operands, WeightCodes weights, List<OutputStage.Line> lines, Tensor output) {
        Tensor input = tensor(layer.input());
        boolean padded = layer.geometry().reachesOutside(layer.inputShape(), layer.outputShape());
        List<InputRange> ranges = IntStream.range(0, lines.size())
                .mapToObj(n -> InputRange.of(weights, n, input, padded))
                .toList();
        // An input that was rounded after training has no exact results.
        boolean exact = plan.trained() == Trained.EXACT && input.quant() != null;
        TrainedStage stage =
                new TrainedStage(layer.name(), operands, layer.activation(), output, plan.rescaleBits(), exact);
        return stage.parameters(lines, ranges, weights::clear);
    }

    private MacProgram.PoolStep pool(PoolLayer layer) {
        int input = tensors.index(layer.input());
        return StepMapping.pool(
                layer, input, tensors.index(layer.output()), scaled.get(input).zeroCode());
    }

    private MacProgram.AddStep add(AddLayer layer) {
        MacProgram.AddStep add = nearestAdd(layer);
        Tensor output = tensor(layer.output());
        return output.quant() == null || output.quant().format() != null
                ? add
                : new TrainedAddition(layer, tensor(layer.left()), tensor(layer.right()), output)
                        .like(add, plan.trained() == Trained.EXACT);
    }

    private MacProgram.AddStep nearestAdd(AddLayer layer) {
        Tensor left = tensor(layer.left());
        Tensor right = tensor(layer.right());
        Tensor output = tensor(layer.output());
        double leftScale = left.scale() / output.scale();
        double rightScale = right.scale() / output.scale();
        int[] clip = OutputStage.clipOfSum(layer.name(), layer.activation(), output);
        return new MacProgram.AddStep(
                layer.name(),
                tensors.index(layer.left()),
                tensors.index(layer.right()),
                tensors.index(layer.output()),
                leftScale,
                rightScale,
                output.zeroPoint() - left.zeroPoint() * leftScale - right.zeroPoint() * rightScale,
                clip[0],
                clip[1]);
    }

    private MacProgram.MultiplyStep multiply(MultiplyLayer layer) {
        Tensor left = tensor(layer.left());
        Tensor right = tensor(layer.right());
        Tensor output = tensor(layer.output());
        return new MacProgram.MultiplyStep(
                layer.name(),
                tensors.index(layer.left()),
                tensors.index(layer.right()),
                tensors.index(layer.output()),
                left.zeroPoint(),
                right.zeroPoint(),
                left.scale() * right.scale() / output.scale(),
                output.zeroPoint(),
                output.low(),
                output.high());
    }

    private MacProgram.MoveStep move(MoveLayer layer) {
        Tensor output = tensor(layer.output());
        int fill = layer.fills() ? output.encode(0, layer.fill()) : output.zeroCode();
        List<Integer> inputs = layer.inputs().stream().map(tensors::index).toList();
        return new MacProgram.MoveStep(layer.name(), inputs, tensors.index(layer.output()), layer.from(), fill);
    }

    private MacProgram.TableStep function(FunctionLayer layer) {
        Tensor input = tensor(layer.input());
        Tensor output = tensor(layer.output());
        short[] table = FunctionTable.of(layer.function(), input, output);
        return new MacProgram.TableStep(
                layer.name(), tensors.index(layer.input()), tensors.index(layer.output()), table);
    }
}
