// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import io.fluxmill.quantizer.data.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The relevant parts of an ONNX file, as they are in the file.
 *
 * @param file path as the user gave it, for messages
 * @param opset version of the standard operators (domain '')
 * @param initializers constants by name
 * @param inputs inputs without those that are initializers
 */
public record OnnxModel(
        String file,
        int opset,
        List<Node> nodes,
        Map<String, OnnxTensor> initializers,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs) {

    /**
     * One operator.
     *
     * @param index position in the graph, from 0
     * @param inputs tensor names; "" for an optional input that is left out
     */
    public record Node(
            int index,
            String name,
            String domain,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {

        /** The name, or operator and position when the file gives none. */
        public String label() {
            return name.isEmpty() ? operator + "_" + index : name;
        }
    }

    /** Kinds of attributes that are read, with their codes (AttributeProto.AttributeType); OTHER is every other kind. */
    public enum AttributeType {
        FLOAT(1),
        INT(2),
        STRING(3),
        TENSOR(4),
        FLOATS(6),
        INTS(7),
        OTHER(-1);

        final int onnxCode;

        AttributeType(int onnxCode) {
            this.onnxCode = onnxCode;
        }

        static AttributeType ofOnnxCode(int code) {
            return Arrays.stream(values())
                    .filter(type -> type.onnxCode == code)
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /**
     * One attribute; only the member of its type is meaningful.
     *
     * @param type as the file declares it; where an old file declares none, the type of the member that it sets
     */
    public record Attribute(
            String name,
            AttributeType type,
            double real,
            long integer,
            String string,
            OnnxTensor tensor,
            double[] reals,
            long[] integers) {}

    /**
     * Name and shape of an input or output.
     *
     * @param elementType code of {@link ElementType}, 0 when the file gives none
     * @param dims sizes, 0 for one that the file leaves open; null when the file gives no shape
     */
    public record ValueInfo(String name, int elementType, int[] dims) {}
}
