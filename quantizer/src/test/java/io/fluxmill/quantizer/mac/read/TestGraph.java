// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.onnx.ProtoWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A small ONNX graph as data, with input "x" and output "y": {@link GraphOracle} executes it, {@link #toBytes} writes it.
 *
 * @param inputDims with a batch of 1
 * @param constants initializers by name
 * @param domains versions of further operator domains
 */
record TestGraph(
        int opset, int[] inputDims, List<Node> nodes, Map<String, Constant> constants, Map<String, Integer> domains) {

    /** @param asNode written as a Constant node, not as an initializer */
    record Constant(int[] dims, double[] values, ElementType type, boolean asNode) {
        @Override
        public String toString() {
            return type.name().toLowerCase(Locale.ROOT) + Arrays.toString(dims) + " " + Arrays.toString(values);
        }
    }

    /** @param attributes each a Long, Double, String, int[] or double[] */
    record Node(String domain, String operator, String output, List<String> inputs, Map<String, Object> attributes) {
        long integer(String name, long otherwise) {
            return attributes.get(name) instanceof Number number ? number.longValue() : otherwise;
        }

        double real(String name, double otherwise) {
            return attributes.get(name) instanceof Number number ? number.doubleValue() : otherwise;
        }

        String string(String name, String otherwise) {
            return attributes.get(name) instanceof String text ? text : otherwise;
        }

        int[] ints(String name, int... otherwise) {
            return attributes.get(name) instanceof int[] values ? values : otherwise;
        }

        @Override
        public String toString() {
            return output + " = " + (domain.isEmpty() ? "" : domain + ".") + operator + inputs + text();
        }

        private String text() {
            return attributes.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> " " + e.getKey() + "=" + text(e.getValue()))
                    .collect(Collectors.joining());
        }

        private static String text(Object value) {
            if (value instanceof int[] values) {
                return Arrays.toString(values);
            }
            return value instanceof double[] values ? Arrays.toString(values) : value.toString();
        }
    }

    byte[] toBytes() {
        TestModel model = new TestModel(opset, inputDims);
        domains.forEach(model::domain);
        constants.forEach((name, constant) -> {
            if (constant.asNode) {
                model.node("Constant", name).tensor("value", tensor("", constant));
            } else {
                model.initializer(tensor(name, constant));
            }
        });
        for (Node node : nodes) {
            TestModel.TestNode written =
                    model.nodeOf(node.domain, node.operator, node.output, node.inputs.toArray(String[]::new));
            node.attributes.forEach((name, value) -> set(written, name, value));
        }
        return model.toBytes();
    }

    private static void set(TestModel.TestNode node, String name, Object value) {
        if (value instanceof Long number) {
            node.set(name, number);
        } else if (value instanceof Double number) {
            node.set(name, number);
        } else if (value instanceof String text) {
            node.set(name, text);
        } else if (value instanceof int[] numbers) {
            node.ints(name, numbers);
        } else {
            node.floats(name, (double[]) value);
        }
    }

    private static ProtoWriter tensor(String name, Constant constant) {
        boolean wide = constant.type == ElementType.INT64;
        ByteBuffer raw =
                ByteBuffer.allocate(constant.values.length * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : constant.values) {
            if (wide) {
                raw.putLong((long) value);
            } else if (constant.type == ElementType.INT32) {
                raw.putInt((int) value);
            } else {
                raw.putFloat((float) value);
            }
        }
        return TestModel.tensor(name, constant.type, constant.dims, raw.array());
    }

    /** For people: every constant and node on a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("opset " + opset + " " + domains + "\nx " + Arrays.toString(inputDims));
        constants.forEach(
                (name, constant) -> text.append("\n").append(name).append(" = ").append(constant));
        nodes.forEach(node -> text.append("\n").append(node));
        return text.append("\n").toString();
    }
}
