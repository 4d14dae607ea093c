// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.data.ElementType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Random operators of float graphs that move no values. */
record FloatShapes(GraphSketch g) {
    /** Now and then an axis of size one comes or goes. */
    void maybe() {
        if (g.chance(0.1)) {
            nothing();
        }
        if (g.rank() == 3 && g.chance(0.15)) {
            unsqueeze(2);
        } else if (g.rank() == 4 && g.dims()[2] == 1 && g.chance(0.4)) {
            squeeze(2);
        } else if (g.rank() == 4 && Arrays.stream(g.dims()).filter(d -> d == 1).count() >= 2 && g.chance(0.5)) {
            transpose();
        } else if (g.rank() == 2 && g.chance(0.08)) {
            unsqueeze(2);
            if (g.chance(0.5)) {
                unsqueeze(3);
            }
        } else if (g.rank() == 4 && g.chance(0.03)) {
            reshape(1, g.channels(), g.elements() / g.channels());
        }
    }

    /** An operator that does nothing in inference. */
    void nothing() {
        switch (g.random.nextInt(9)) {
            case 0, 1 -> {
                g.feature("identity");
                g.append("Identity", Map.of());
            }
            case 2, 3 -> dropout();
            case 4, 5 -> {
                g.feature("cast");
                g.append("Cast", Map.of("to", 1L));
            }
            case 6, 7 -> pad();
            default -> squeezeBack();
        }
    }

    private void dropout() {
        g.feature("dropout");
        if (g.opset < 12) {
            g.append("Dropout", g.chance(0.5) ? Map.of("ratio", 0.3) : Map.of());
        } else if (g.chance(0.5)) {
            g.append("Dropout", Map.of(), g.constant(new int[0], 0.3));
        } else {
            g.append("Dropout", Map.of());
        }
    }

    private void pad() {
        g.feature("pad-by-nothing");
        int[] pads = new int[2 * g.rank()];
        Map<String, Object> attributes = new HashMap<>();
        if (g.chance(0.5)) {
            attributes.put("mode", g.pick("constant", "edge", "reflect"));
        }
        if (g.opset < 11) {
            attributes.put("pads", pads);
            g.append("Pad", attributes);
        } else {
            g.append("Pad", attributes, g.int64s(pads));
        }
    }

    private void squeezeBack() {
        g.feature("unsqueeze-squeeze");
        unsqueeze(g.rank());
        squeeze(g.rank() - 1);
    }

    private void unsqueeze(int axis) {
        g.feature("unsqueeze");
        axes("Unsqueeze", axis, g.rank() + 1);
    }

    private void squeeze(int axis) {
        g.feature("squeeze");
        axes("Squeeze", axis, g.rank());
    }

    /** An attribute before opset 13, an input since; negative axes since 11. */
    private void axes(String operator, int axis, int rank) {
        int given = g.opset >= 11 && g.chance(0.3) ? axis - rank : axis;
        if (g.opset < 13) {
            g.append(operator, Map.of("axes", new int[] {given}));
        } else {
            g.append(operator, Map.of(), g.int64s(given));
        }
    }

    /** Two axes change places, one of them of size one at least. */
    private void transpose() {
        int[] dims = g.dims();
        int[] permutation = IntStream.range(0, dims.length).toArray();
        int a = g.between(1, dims.length - 2);
        if (dims[a] != 1 && dims[a + 1] != 1) {
            return;
        }
        permutation[a] = a + 1;
        permutation[a + 1] = a;
        g.feature("transpose");
        g.append("Transpose", Map.of("perm", permutation));
    }

    private void reshape(int... dims) {
        g.feature("reshape.other");
        g.append("Reshape", Map.of(), g.int64s(dims));
    }

    /** To [1,features], by one of the ways that exporters write. */
    void flatten() {
        if (g.rank() == 2 && g.chance(0.9)) {
            return;
        }
        switch (g.random.nextInt(6)) {
            case 0, 1 -> {
                g.feature("flatten");
                long axis = g.opset >= 11 && g.chance(0.3) ? 1 - g.rank() : 1;
                g.append("Flatten", axis == 1 && g.chance(0.5) ? Map.of() : Map.of("axis", axis));
            }
            case 2 -> {
                g.feature("reshape");
                int[] shape = g.pick(
                        new int[] {1, -1}, new int[] {0, -1}, new int[] {1, g.elements()}, new int[] {-1, g.elements()
                        });
                Map<String, Object> attributes =
                        g.opset >= 14 && shape[0] != 0 && g.chance(0.3) ? Map.of("allowzero", 1L) : Map.of();
                g.append("Reshape", attributes, g.int64s(shape));
            }
            case 3 -> {
                g.feature("reshape.gather");
                String index = g.constant(ElementType.INT64, new int[0], 0);
                String batch = g.node("", "Gather", Map.of(), List.of(shape(), index));
                concat(unsqueezed(batch));
            }
            case 4 -> {
                g.feature("reshape.slice");
                concat(
                        g.opset < 10
                                ? g.node(
                                        "",
                                        "Slice",
                                        Map.of("starts", new int[] {0}, "ends", new int[] {1}),
                                        List.of(shape()))
                                : g.node("", "Slice", Map.of(), List.of(shape(), g.int64s(0), g.int64s(1))));
            }
            default -> {
                g.feature("flatten.zero");
                g.append("Flatten", Map.of("axis", 0L));
            }
        }
    }

    private String shape() {
        return g.node("", "Shape", Map.of(), List.of(g.current()));
    }

    private String unsqueezed(String tensor) {
        return g.opset < 13
                ? g.node("", "Unsqueeze", Map.of("axes", new int[] {0}), List.of(tensor))
                : g.node("", "Unsqueeze", Map.of(), List.of(tensor, g.int64s(0)));
    }

    private void concat(String batch) {
        String target = g.node("", "Concat", Map.of("axis", 0L), List.of(batch, g.int64s(-1)));
        g.append("Reshape", Map.of(), target);
    }
}
