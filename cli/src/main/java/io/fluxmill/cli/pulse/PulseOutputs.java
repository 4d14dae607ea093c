// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which output of a network is the time of the pulse and which its amplitude: as the section {@code outputs} says, else by the names of the
 * outputs, else, if a TensorFlow Lite file has two outputs without such names, the first and the second.
 */
final class PulseOutputs {
    private static final List<String> ROLES = List.of("time", "amplitude");
    private static final String REMEDY =
            "add a section outputs, for example outputs: {time: 0, amplitude: 1}, or outputs: none";
    private static final double LARGEST = 1e12;

    private PulseOutputs() {}

    /**
     * The same network, with its outputs named {@code time} and {@code amplitude} as far as they are known.
     *
     * @param model file of the network, for messages
     * @param judged whether times and amplitudes will be judged
     * @throws InputException if the section breaks a rule, or nothing says which output is which
     */
    static PulseNetwork named(PulseNetwork network, ConfigNode root, Path model, boolean judged) {
        if (root.isSection("outputs")) {
            return given(network, root.node("outputs"));
        }
        if (root.has("outputs")) {
            root.choice("outputs", List.of("none"));
            return renamed(network, OptionalInt.empty(), OptionalInt.empty());
        }
        OptionalInt time = called(network, "time");
        OptionalInt amplitude = called(network, "amplitude");
        if (time.isEmpty() && amplitude.isEmpty() && judged) {
            if (network.outputs().size() != 2 || !model.toString().endsWith(".tflite")) {
                throw new InputException(
                        model + ": outputs must be two, or named time and amplitude, to be told apart: outputs="
                                + names(network),
                        REMEDY);
            }
            return renamed(network, OptionalInt.of(0), OptionalInt.of(1));
        }
        return renamed(network, time, amplitude);
    }

    private static List<String> names(PulseNetwork network) {
        return network.outputs().stream().map(Output::name).toList();
    }

    /** The only output with this word in its name, in any case of letters. */
    private static OptionalInt called(PulseNetwork network, String role) {
        Pattern word = Pattern.compile("(^|.*[^a-z])" + role + "([^a-z].*|$)");
        int[] found = IntStream.range(0, network.outputs().size())
                .filter(i -> word.matcher(network.outputs().get(i).name().toLowerCase(Locale.ROOT))
                        .matches())
                .toArray();
        return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
    }

    // ------------------------------------------------------------------------------------------------------ the
    // section

    private static PulseNetwork given(PulseNetwork network, ConfigNode node) {
        OptionalInt time = index(network, node, "time");
        OptionalInt amplitude = index(network, node, "amplitude");
        if (time.isPresent() && time.equals(amplitude)) {
            throw node.error("amplitude", "another output than outputs.time", "leave one of them out");
        }
        List<Output> outputs = new ArrayList<>(renamed(network, time, amplitude).outputs());
        for (String role : ROLES) {
            OptionalInt index = role.equals("time") ? time : amplitude;
            double scale = node.number(role + "-scale", 1 / LARGEST, LARGEST, 1);
            double offset = node.number(role + "-offset", -LARGEST, LARGEST, 0);
            index.ifPresent(i -> {
                Output o = outputs.get(i);
                outputs.set(i, new Output(o.name(), o.unit(), o.scale() * scale, o.offset() * scale + offset));
            });
        }
        node.rejectUnknown();
        return network.withOutputs(outputs);
    }

    private static OptionalInt index(PulseNetwork network, ConfigNode node, String role) {
        if (!node.has(role)) {
            return OptionalInt.empty();
        }
        String text = node.string(role);
        int last = network.outputs().size() - 1;
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= last) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        List<String> names = names(network);
        if (names.indexOf(text) != names.lastIndexOf(text) || !names.contains(text)) {
            throw node.error(
                    role,
                    "the number of an output, 0 to " + last + ", or a name that one has of " + names,
                    "write for example " + role + ": 0");
        }
        return OptionalInt.of(names.indexOf(text));
    }

    // --------------------------------------------------------------------------------------------------------- the
    // names

    /** Outputs that have the name of a role but not the role get another name. */
    private static PulseNetwork renamed(PulseNetwork network, OptionalInt time, OptionalInt amplitude) {
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < network.outputs().size(); i++) {
            Output output = network.outputs().get(i);
            Optional<String> role = role(i, time, amplitude);
            String other = ROLES.contains(output.name()) ? "output " + i : output.name();
            outputs.add(new Output(role.orElse(other), output.unit(), output.scale(), output.offset()));
        }
        return network.withOutputs(outputs);
    }

    private static Optional<String> role(int index, OptionalInt time, OptionalInt amplitude) {
        if (time.isPresent() && time.getAsInt() == index) {
            return Optional.of("time");
        }
        return amplitude.isPresent() && amplitude.getAsInt() == index ? Optional.of("amplitude") : Optional.empty();
    }
}
