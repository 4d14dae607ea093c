// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.inspect;

import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Cut;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Place;
import io.fluxmill.cli.family.Inspection.Tensor;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.tflite.TfliteNetwork;
import io.fluxmill.quantizer.tflite.TfliteModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A TensorFlow Lite file as {@code inspect} shows it. */
public final class TfliteInspection {
    /** Operators at which an end is tried, from the last on. */
    private static final int MOST_TRIALS = 60;

    private final Path file;
    private final TfliteModel model;

    private TfliteInspection(Path file, TfliteModel model) {
        this.file = file;
        this.model = model;
    }

    /**
     * Reads a file and lowers it.
     *
     * @param until the tensor or operator at which it ends; null for the file's output
     * @throws InputException if the file is missing or is no complete TensorFlow Lite file
     */
    public static Inspection of(Path file, String until) {
        byte[] bytes = ByteSource.wholeFile(file);
        try {
            return new TfliteInspection(file, new TfliteModel(bytes)).inspection(until);
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | NegativeArraySizeException e) {
            throw new InputException(
                    file + ": model must be a complete TensorFlow Lite file: " + ByteSource.fact(e),
                    "convert the model again");
        }
    }

    private TfliteNetwork read(String until) {
        return TfliteNetwork.read(file, until, Rounding.NEAREST_TWICE);
    }

    private Inspection inspection(String until) {
        TfliteNetwork network = null;
        InputException refusal = null;
        try {
            network = read(until);
        } catch (InputException e) {
            refusal = e;
        }
        LoweredLayers lowered = network == null ? null : new LoweredLayers(network.network());
        List<String> trained = new ArrayList<>();
        if (network != null) {
            trained.add(
                    network.exact() != null
                            ? "all of it: "
                                    + network.exact().tensors().get(0).format().name() + " codes"
                            : network.reason() == null ? "none" : "in float only: " + network.reason());
        }
        return new Inspection(
                file.toString(),
                "TensorFlow Lite",
                Arrays.stream(model.inputs()).mapToObj(this::tensor).toList(),
                Arrays.stream(model.outputs()).mapToObj(this::tensor).toList(),
                nodes(network == null ? null : network.network(), refusal),
                lowered == null ? List.of() : lowered.layers(),
                lowered == null ? List.of() : lowered.host(),
                trained,
                refusal,
                refusal == null ? List.of() : List.of(refusal.getMessage()),
                refusal == null ? List.of() : cuts());
    }

    private Tensor tensor(int index) {
        TfliteModel.Tensor tensor = model.tensor(index);
        return new Tensor(
                tensor.name(),
                tensor.typeName().toLowerCase(Locale.ROOT),
                Arrays.toString(tensor.shape()).replace(" ", ""));
    }

    /** As {@code model-output} and layers name operators. */
    private static String label(TfliteModel.Operator operator, int index) {
        return operator.name().toLowerCase(Locale.ROOT) + "_" + index;
    }

    private List<Node> nodes(Network network, InputException refusal) {
        List<TfliteModel.Operator> operators = model.operators();
        Map<Integer, Integer> producers = new HashMap<>();
        for (int i = 0; i < operators.size(); i++) {
            for (int output : operators.get(i).outputs()) {
                producers.put(output, i);
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            TfliteModel.Operator operator = operators.get(i);
            long parameters = 0;
            List<String> details = new ArrayList<>();
            Set<Integer> before = new LinkedHashSet<>();
            for (int input : operator.inputs()) {
                if (producers.containsKey(input)) {
                    before.add(producers.get(input));
                } else if (input >= 0 && model.tensor(input).data().length > 0) {
                    TfliteModel.Tensor constant = model.tensor(input);
                    parameters += constant.size();
                    details.add(constant.name() + ": " + constant.typeName() + " " + Arrays.toString(constant.shape()));
                }
            }
            nodes.add(new Node(
                    label(operator, i),
                    operator.name(),
                    place(label(operator, i), network, refusal),
                    operator.outputs().length == 0
                            ? ""
                            : tensor(operator.outputs()[0]).shape(),
                    parameters,
                    List.copyOf(before),
                    details));
        }
        return nodes;
    }

    private static Place place(String label, Network network, InputException refusal) {
        if (network == null) {
            return refusal.getMessage().contains(label) ? Place.REFUSED : Place.UNREACHED;
        }
        boolean ending = label.startsWith("softmax") || label.startsWith("log_softmax") || label.startsWith("logistic");
        Place place = ending ? Place.HOST : Place.FOLDED;
        for (Network.Layer layer : network.layers()) {
            boolean own = layer.name().equals(label) || layer.name().startsWith(label + ".");
            if (own && layer instanceof Network.MatrixLayer) {
                return Place.ENGINE;
            }
            place = own ? Place.DRIVER : place;
        }
        return place;
    }

    /** The latest operator from which the model is accepted. */
    private List<Cut> cuts() {
        List<TfliteModel.Operator> operators = model.operators();
        for (int i = operators.size() - 1; i >= Math.max(0, operators.size() - MOST_TRIALS); i--) {
            String until = label(operators.get(i), i);
            try {
                LoweredLayers lowered = new LoweredLayers(read(until).network());
                return List.of(new Cut(until, lowered.layers().size(), lowered.parameters(), lowered.macs()));
            } catch (InputException e) {
                continue;
            }
        }
        return List.of();
    }
}
