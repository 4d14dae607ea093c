// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.Ending;
import io.fluxmill.core.program.mac.MacProgram.MoveStep;
import io.fluxmill.core.program.mac.MacProgram.MultiplyStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A step without weights and windows of its own as C99 tables: what it points to, and its initialiser. */
final class StepSource {
    private static final int WORDS_OF_A_LINE = 16;
    private static final FixedMultiplier NO_FACTOR = new FixedMultiplier(0, 0);

    private final int number;
    private final List<Value> values;
    private final StringBuilder text = new StringBuilder();

    /** @param number of the step, which names its tables */
    StepSource(int number, List<Value> values) {
        this.number = number;
        this.values = values;
    }

    /** The tables of the steps so far. */
    String text() {
        return text.toString();
    }

    /** Writes what the step points to; answers its initialiser. */
    String of(MacProgram.HostStep step) {
        if (step instanceof AddStep add) {
            return add(add);
        }
        if (step instanceof MultiplyStep multiply) {
            return multiply(multiply);
        }
        if (step instanceof MoveStep move) {
            return move(move);
        }
        if (step instanceof MacProgram.TableStep table) {
            text.append(array("static const uint16_t codes_" + number, table.table()));
            return initialiser("TABLE", table.input(), table.output(), ".codes = codes_" + number);
        }
        if (step instanceof MacProgram.ConstantStep constant) {
            text.append(array("static const uint16_t codes_" + number, constant.codes()));
            return initialiser("CONSTANT", 0, constant.output(), ".codes = codes_" + number);
        }
        return quantized(step);
    }

    private static String initialiser(String kind, int input, int output, String more) {
        return String.format("{.kind = FMAC_%s, .input = %du, .output = %du, %s}", kind, input, output, more);
    }

    private NumberFormat format(int value) {
        return values.get(value).format();
    }

    // ---------------------------------------------------------------------------------------------- exact, any format

    private String add(AddStep step) {
        SumSize size = SumSize.of(step, format(step.left()), format(step.right()));
        line("static const struct fmac_add add_%d = {", number);
        line("    %du,", step.right());
        number(step.leftScale());
        number(step.rightScale());
        number(step.offset());
        line("    0x%04x, 0x%04x, %d, %du};\n", step.clipLow(), step.clipHigh(), size.unit(), size.limbs());
        return initialiser("ADD", step.left(), step.output(), ".add = &add_" + number);
    }

    private String multiply(MultiplyStep step) {
        SumSize size = SumSize.of(step, format(step.left()), format(step.right()));
        line("static const struct fmac_multiply multiply_%d = {", number);
        line("    %du, %d, %d,", step.right(), step.leftZero(), step.rightZero());
        number(step.scale());
        number(step.offset());
        line("    0x%04x, 0x%04x, %d, %du};\n", step.clipLow(), step.clipHigh(), size.unit(), size.limbs());
        return initialiser("MULTIPLY", step.left(), step.output(), ".multiply = &multiply_" + number);
    }

    private void number(double value) {
        ExactNumber exact = ExactNumber.of(value);
        line("    {%d, 0x%xu, %d}, /* %s */", exact.negative() ? 1 : 0, exact.significand(), exact.exponent(), value);
    }

    // -------------------------------------------------------------------------------------------------------- moves

    private String move(MoveStep step) {
        String inputs = step.inputs().stream().map(input -> input + "u").collect(Collectors.joining(", "));
        line("static const uint32_t inputs_%d[] = {%s};", number, inputs);
        line("static const int32_t from_%d[%d] = {", number, step.from().length);
        for (int i = 0; i < step.from().length; i += WORDS_OF_A_LINE) {
            int end = Math.min(step.from().length, i + WORDS_OF_A_LINE);
            line(
                    "    %s,",
                    IntStream.range(i, end)
                            .mapToObj(k -> String.valueOf(step.from()[k]))
                            .collect(Collectors.joining(",")));
        }
        line("};");
        line(
                "static const struct fmac_move move_%d = {%du, inputs_%d, from_%d, 0x%04x};\n",
                number, step.inputs().size(), number, number, step.fill() & 0xFFFF);
        return initialiser("MOVE", step.inputs().get(0), step.output(), ".move = &move_" + number);
    }

    // ------------------------------------------------------------------------------------------------------ integers

    private String quantized(MacProgram.HostStep step) {
        if (step instanceof MacProgram.QuantizedAddStep add) {
            integers(
                    add.right(),
                    add.subtract(),
                    add.shift(),
                    add.leftZero(),
                    add.rightZero(),
                    List.of(add.leftFactor(), add.rightFactor(), add.outputFactor()),
                    add.ending());
            return quantized("QUANTIZED_ADD", add.left(), add.output(), null);
        }
        if (step instanceof MacProgram.QuantizedMultiplyStep m) {
            List<FixedMultiplier> factors = List.of(m.factor(), NO_FACTOR, NO_FACTOR);
            integers(m.right(), false, 0, m.leftZero(), m.rightZero(), factors, m.ending());
            return quantized("QUANTIZED_MULTIPLY", m.left(), m.output(), null);
        }
        if (step instanceof MacProgram.QuantizedPreluStep p) {
            List<FixedMultiplier> factors = List.of(p.positive(), p.negative(), NO_FACTOR);
            integers(p.slope(), false, 0, p.leftZero(), p.slopeZero(), factors, p.ending());
            return quantized("QUANTIZED_PRELU", p.left(), p.output(), null);
        }
        if (step instanceof MacProgram.QuantizedAverageStep average) {
            Ending ending = new Ending(Rounding.NEAREST_TWICE, 0, average.low(), average.high());
            integers(average.input(), false, 0, 0, 0, List.of(NO_FACTOR, NO_FACTOR, NO_FACTOR), ending);
            return quantized("QUANTIZED_AVERAGE", average.input(), average.output(), average.window());
        }
        MacProgram.QuantizedMeanStep mean = (MacProgram.QuantizedMeanStep) step;
        Value in = values.get(mean.input());
        List<FixedMultiplier> factors = List.of(mean.factor(), NO_FACTOR, NO_FACTOR);
        integers(mean.input(), false, 0, mean.inputZero(), 0, factors, mean.ending());
        Window channel = new Window(0, 1, in.height(), in.width(), 1, 1, 0, 0, 1, 1, 1, 1);
        return quantized("QUANTIZED_MEAN", mean.input(), mean.output(), channel);
    }

    private String quantized(String kind, int input, int output, Window window) {
        String more = window == null ? "" : ".window = " + ProgramSource.window(window) + ", ";
        return initialiser(kind, input, output, more + ".quantized = &quantized_" + number);
    }

    private void integers(
            int other,
            boolean subtract,
            int shift,
            int zero,
            int otherZero,
            List<FixedMultiplier> factors,
            Ending end) {
        line("static const struct fmac_quantized quantized_%d = {", number);
        line(
                "    %du, %d, %d, %du, %d, %d,",
                other, end.rounding() == Rounding.NEAREST_UP ? 1 : 0, subtract ? 1 : 0, shift, zero, otherZero);
        factors.forEach(factor -> line("    {%d, %d},", factor.multiplier(), factor.exponent()));
        line("    %d, %d, %d};\n", end.zeroPoint(), end.low(), end.high());
    }

    // ---------------------------------------------------------------------------------------------------------- text

    static String array(String declaration, short[] words) {
        StringBuilder array = new StringBuilder(declaration + "[" + words.length + "] = {\n");
        for (int i = 0; i < words.length; i += WORDS_OF_A_LINE) {
            array.append("    ");
            for (short word : Arrays.copyOfRange(words, i, Math.min(words.length, i + WORDS_OF_A_LINE))) {
                array.append(String.format("0x%04x,", word & 0xFFFF));
            }
            array.append('\n');
        }
        return array.append("};\n").toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
