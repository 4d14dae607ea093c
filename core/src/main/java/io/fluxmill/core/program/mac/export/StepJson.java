// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.Ending;
import io.fluxmill.core.program.mac.MacProgram.MoveStep;
import io.fluxmill.core.program.mac.MacProgram.MultiplyStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAddStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAverageStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedMeanStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedMultiplyStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedPreluStep;

/** The steps of the driver, without pooling, in the job list. */
final class StepJson {
    private StepJson() {}

    static void put(ObjectNode node, MacProgram.HostStep step) {
        if (step instanceof AddStep add) {
            operands(node, "add", add.left(), add.right(), add.output());
            node.put("left-scale", add.leftScale()).put("right-scale", add.rightScale());
            node.put("offset", add.offset());
            node.put("clip-low", add.clipLow()).put("clip-high", add.clipHigh());
        } else if (step instanceof MultiplyStep multiply) {
            operands(node, "multiply", multiply.left(), multiply.right(), multiply.output());
            node.put("left-zero", multiply.leftZero()).put("right-zero", multiply.rightZero());
            node.put("scale", multiply.scale()).put("offset", multiply.offset());
            node.put("clip-low", multiply.clipLow()).put("clip-high", multiply.clipHigh());
        } else if (step instanceof MoveStep move) {
            node.put("kind", "move");
            ArrayNode inputs = node.putArray("inputs");
            move.inputs().forEach(inputs::add);
            node.put("output", move.output());
            ArrayNode from = node.putArray("from");
            for (int place : move.from()) {
                from.add(place);
            }
            node.put("fill", move.fill());
        } else if (step instanceof MacProgram.TableStep table) {
            operand(node, "table", table.input(), table.output());
            codes(node.putArray("codes"), table.table());
        } else if (step instanceof MacProgram.ConstantStep constant) {
            node.put("kind", "constant").put("output", constant.output());
            codes(node.putArray("codes"), constant.codes());
        } else {
            quantized(node, step);
        }
    }

    private static void operand(ObjectNode node, String kind, int input, int output) {
        node.put("kind", kind).put("input", input).put("output", output);
    }

    private static void operands(ObjectNode node, String kind, int left, int right, int output) {
        node.put("kind", kind).put("left", left).put("right", right).put("output", output);
    }

    private static void codes(ArrayNode node, short[] codes) {
        for (short code : codes) {
            node.add(code & 0xFFFF);
        }
    }

    private static void quantized(ObjectNode node, MacProgram.HostStep step) {
        if (step instanceof QuantizedAddStep add) {
            operands(
                    node,
                    add.subtract() ? "quantized-subtract" : "quantized-add",
                    add.left(),
                    add.right(),
                    add.output());
            node.put("shift", add.shift()).put("left-zero", add.leftZero()).put("right-zero", add.rightZero());
            factor(node, "left-factor", add.leftFactor());
            factor(node, "right-factor", add.rightFactor());
            factor(node, "output-factor", add.outputFactor());
            ending(node, add.ending());
        } else if (step instanceof QuantizedMultiplyStep multiply) {
            operands(node, "quantized-multiply", multiply.left(), multiply.right(), multiply.output());
            node.put("left-zero", multiply.leftZero()).put("right-zero", multiply.rightZero());
            factor(node, "factor", multiply.factor());
            ending(node, multiply.ending());
        } else if (step instanceof QuantizedPreluStep prelu) {
            operands(node, "quantized-prelu", prelu.left(), prelu.slope(), prelu.output());
            node.put("left-zero", prelu.leftZero()).put("right-zero", prelu.slopeZero());
            factor(node, "positive", prelu.positive());
            factor(node, "negative", prelu.negative());
            ending(node, prelu.ending());
        } else if (step instanceof QuantizedAverageStep average) {
            operand(node, "quantized-average", average.input(), average.output());
            ProgramJson.window(node, average.window());
            node.put("low", average.low()).put("high", average.high());
        } else {
            QuantizedMeanStep mean = (QuantizedMeanStep) step;
            operand(node, "quantized-mean", mean.input(), mean.output());
            node.put("input-zero", mean.inputZero());
            factor(node, "factor", mean.factor());
            ending(node, mean.ending());
        }
    }

    private static void factor(ObjectNode node, String name, FixedMultiplier factor) {
        node.putObject(name).put("multiplier", factor.multiplier()).put("exponent", factor.exponent());
    }

    private static void ending(ObjectNode node, Ending ending) {
        node.put("round", ending.rounding() == Rounding.NEAREST_UP ? "single" : "double");
        node.put("zero-point", ending.zeroPoint());
        node.put("low", ending.low()).put("high", ending.high());
    }
}
