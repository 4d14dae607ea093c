// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operators of computed tensors that are lowered, by name, and where each is computed. */
public final class Operators {
    private static final Map<String, Operator> ALL = new TreeMap<>();

    /** Where an operator is computed. */
    public enum Place {
        /** The multiply-accumulate array and its output stage. */
        ENGINE("engine"),
        /** The driver, in the exact arithmetic of the program's steps. */
        DRIVER("driver"),
        /** Nowhere: it becomes part of a layer, or moves no value. */
        FOLDED("folded");

        private final String text;

        Place(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** An operator with what there is to know about it. */
    public record Operator(String name, Place place, String remark) {}

    /** Lowers a node; answers the values of its outputs. */
    public interface Lowering {
        List<Value> lower(NodeScope node, NetworkBuilder builder);
    }

    private interface Single {
        Value lower(NodeScope node, NetworkBuilder builder);
    }

    private static final Map<String, Lowering> LOWERINGS = new TreeMap<>();

    /** Why operators that users bring are refused; the rest is not known. */
    public static final Map<String, String> REFUSED = new TreeMap<>(Map.of(
            "DynamicQuantizeLinear", "finds its scale anew for each sample; quantise the model statically",
            "TreeEnsembleClassifier", "is made of decision trees, which multiply nothing",
            "TreeEnsembleRegressor", "is made of decision trees, which multiply nothing",
            "SVMClassifier", "is a support vector machine, which no engine computes",
            "SVMRegressor", "is a support vector machine, which no engine computes",
            "Loop", "runs a graph of its own, which no engine computes",
            "Scan", "runs a graph of its own, which no engine computes",
            "If", "chooses between graphs, which no engine computes"));

    static {
        engine("Gemm", "transA=0; C constant", MatrixLowering::gemm);
        engine(
                "MatMul",
                "by a constant; of two computed tensors in the driver, up to 2^20 products",
                MatrixLowering::matMul);
        engine("Conv", "1-D and 2-D, constant weights", MatrixLowering::conv);
        engine("ConvTranspose", "zeros are put between the elements in the driver", TransposedConvolution::of);
        engine("LinearRegressor", "ai.onnx.ml", LinearModels::regressor);
        several(
                "LinearClassifier",
                Place.ENGINE,
                "ai.onnx.ml; post_transform NONE, SOFTMAX or LOGISTIC; the label is left to the host",
                LinearModels::classifier);
        driver("MaxPool", "1-D and 2-D, first output only", PoolLowering::pool);
        driver(
                "AveragePool",
                "1-D and 2-D; exact sums in the engine where the network is quantised",
                PoolLowering::pool);
        driver("GlobalAveragePool", "", PoolLowering::pool);
        driver("GlobalMaxPool", "", PoolLowering::pool);
        for (String name : List.of("Relu", "LeakyRelu", "Clip", "HardSigmoid")) {
            folded(name, "into the layer before it", ElementwiseLowering::activation);
        }
        folded("PRelu", "one slope; with several, two layers and a sum in the driver", ElementwiseLowering::activation);
        for (String name : List.of("Add", "Sub", "Mul", "Div")) {
            folded(name, "with a constant; of two computed tensors in the driver", ElementwiseLowering::arithmetic);
        }
        folded("Neg", "", (node, builder) -> ElementwiseLowering.negated(node, builder, node.feature(0)));
        for (String name : List.of("Max", "Min", "Sum", "Mean")) {
            driver(name, "of computed tensors; Max and Min with a constant are a Clip", ElementwiseLowering::variadic);
        }
        folded("BatchNormalization", "into the layer before it", ElementwiseLowering::batchNormalization);
        folded("Scaler", "ai.onnx.ml", LinearModels::scaler);
        FunctionLowering.SIMPLE
                .keySet()
                .forEach(name -> driver(name, "table over the codes", FunctionLowering::simple));
        for (String name : List.of("HardSwish", "Elu", "Celu", "Selu", "Swish", "Gelu", "ThresholdedRelu", "Shrink")) {
            driver(name, "table over the codes", FunctionLowering::withParameters);
        }
        driver("Pow", "to a constant power; table over the codes", FunctionLowering::power);
        driver("Sigmoid", "table over the codes; at the end left to the host", FunctionLowering::sigmoid);
        driver("Softmax", "at the end over a vector left to the host", FunctionLowering::softmax);
        driver("LogSoftmax", "at the end over a vector left to the host", FunctionLowering::softmax);
        for (String name : List.of(
                "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare")) {
            driver(name, "as pooling of whole axes", ReduceLowering::reduce);
        }
        driver("InstanceNormalization", "", ReduceLowering::instanceNormalization);
        driver("LayerNormalization", "", ReduceLowering::layerNormalization);
        driver("LRN", "", ReduceLowering::localResponse);
        for (String name : List.of("Flatten", "Reshape", "Squeeze", "Unsqueeze")) {
            folded(name, "", (node, builder) -> ShapeLowering.view(node));
        }
        moves();
        quantisation();
    }

    private Operators() {}

    private static void moves() {
        String moved = "values are moved in the driver where a layer needs them in another place";
        driver("Transpose", moved, (node, builder) -> ViewLowering.transpose(node));
        driver("Slice", moved, (node, builder) -> ViewLowering.slice(node));
        several("Split", Place.DRIVER, moved, (node, builder) -> ViewLowering.split(node));
        driver("Gather", "constant indices", (node, builder) -> ViewLowering.gather(node));
        driver("Expand", moved, (node, builder) -> ViewLowering.expand(node));
        driver("Tile", moved, (node, builder) -> ViewLowering.tile(node));
        driver("DepthToSpace", moved, (node, builder) -> ViewLowering.depthToSpace(node));
        driver("SpaceToDepth", moved, (node, builder) -> ViewLowering.spaceToDepth(node));
        driver("Resize", "nearest", (node, builder) -> ResizeLowering.resize(node));
        driver("Upsample", "nearest", (node, builder) -> ResizeLowering.resize(node));
        driver("Concat", "computed tensors, and constants of one value", ViewLowering::concat);
        driver("Pad", "zeros before a convolution become its own padding", ViewLowering::pad);
        folded("Identity", "", (node, builder) -> node.feature(0));
        folded("Dropout", "inference only", (node, builder) -> ShapeLowering.dropout(node, node.feature(0)));
        folded("Cast", "to a floating-point type", (node, builder) -> ShapeLowering.cast(node));
    }

    private static void quantisation() {
        String trained = "trained quantisation: the layer before gives its codes";
        QuantLowering.OPERATORS.forEach(name -> folded(
                name,
                "QONNX; " + trained,
                (node, builder) -> QuantLowering.activation(node, builder, node.feature(0))));
        folded("QuantizeLinear", trained, LinearQuantization::quantize);
        folded("DequantizeLinear", "", LinearQuantization::dequantize);
        engine("QLinearConv", "", LinearQuantization::conv);
        engine("QLinearMatMul", "by a constant", LinearQuantization::matMul);
        engine("ConvInteger", "", LinearQuantization::convInteger);
        engine("MatMulInteger", "by a constant", LinearQuantization::matMulInteger);
        for (String name : LinearQuantization.MICROSOFT.keySet()) {
            driver(name, "com.microsoft", LinearQuantization::microsoft);
        }
    }

    private static void engine(String name, String remark, Single lowering) {
        put(name, Place.ENGINE, remark, lowering);
    }

    private static void driver(String name, String remark, Single lowering) {
        put(name, Place.DRIVER, remark, lowering);
    }

    private static void folded(String name, String remark, Single lowering) {
        put(name, Place.FOLDED, remark, lowering);
    }

    private static void put(String name, Place place, String remark, Single lowering) {
        ALL.put(name, new Operator(name, place, remark));
        LOWERINGS.put(name, (node, builder) -> Collections.singletonList(lowering.lower(node, builder)));
    }

    private static void several(String name, Place place, String remark, Lowering lowering) {
        ALL.put(name, new Operator(name, place, remark));
        LOWERINGS.put(name, lowering);
    }

    /** All operators, by name. */
    public static List<Operator> all() {
        return List.copyOf(ALL.values());
    }

    /** The lowering of an operator, or null if there is none. */
    public static Lowering of(String name) {
        return LOWERINGS.get(name);
    }

    /** Where an operator is computed, or null if it is refused. */
    public static Operator operator(String name) {
        return ALL.get(name);
    }
}
