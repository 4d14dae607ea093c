// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.HostExecutor;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.Ending;
import io.fluxmill.core.program.mac.MacProgram.HostStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Programs of moves, tables, constants, products and the integer steps of inference in a row, each reading what was computed before, with what {@link
 * HostExecutor} makes of them.
 */
final class RandomSteps {
    private final Random random;
    private final List<Value> values = new ArrayList<>();
    private final List<MacProgram.Step> steps = new ArrayList<>();
    private final int samples;

    private RandomSteps(long seed) {
        random = new Random(seed);
        samples = 1 + random.nextInt(3);
    }

    static RandomPrograms.Case program(long seed) {
        RandomSteps programs = new RandomSteps(seed);
        boolean integers = seed % 2 == 0;
        programs.value(integers ? new IntegerFormat(4 + programs.random.nextInt(13)) : programs.anyFormat());
        for (int i = 0; i < 6; i++) {
            programs.add(integers);
        }
        return programs.build("row" + seed);
    }

    private NumberFormat anyFormat() {
        return switch (random.nextInt(3)) {
            case 0 -> NumberFormats.of("INT" + (2 + random.nextInt(15)));
            case 1 -> NumberFormats.of("POSIT" + (3 + random.nextInt(14)) + "_" + random.nextInt(3));
            default -> NumberFormats.all()
                    .get(random.nextInt(NumberFormats.all().size()));
        };
    }

    private int value(NumberFormat format) {
        return value(1 + random.nextInt(4), 1 + random.nextInt(5), 1 + random.nextInt(5), format);
    }

    private int value(int channels, int height, int width, NumberFormat format) {
        values.add(new Value("v" + values.size(), channels, height, width, format));
        return values.size() - 1;
    }

    /** One with the shape of another. */
    private int like(int value, NumberFormat format) {
        Value v = values.get(value);
        return value(v.channels(), v.height(), v.width(), format);
    }

    private short code(NumberFormat format) {
        return (short) random.nextInt(1 << format.widthBits());
    }

    private short[] codes(int count, NumberFormat format) {
        short[] codes = new short[count];
        for (int i = 0; i < count; i++) {
            codes[i] = code(format);
        }
        return codes;
    }

    private void add(boolean integers) {
        int last = values.size() - 1;
        NumberFormat format = values.get(last).format();
        int elements = values.get(last).elements();
        String name = "step" + steps.size();
        switch (random.nextInt(integers ? 9 : 4)) {
            case 0 -> {
                int out = value(format);
                int both = elements + (random.nextBoolean() ? elements : 0);
                int[] from = random.ints(values.get(out).elements(), -1, both).toArray();
                List<Integer> inputs = both == elements ? List.of(last) : List.of(last, last);
                steps.add(new MacProgram.MoveStep(name, inputs, out, from, code(format) & 0xFFFF));
            }
            case 1 -> {
                NumberFormat to = integers ? format : anyFormat();
                short[] table = codes(1 << format.widthBits(), to);
                steps.add(new MacProgram.TableStep(name, last, like(last, to), table));
            }
            case 2 -> {
                int constant = constant(name, last);
                steps.add(multiply(name, last, constant, like(last, integers ? format : anyFormat())));
            }
            case 3 -> steps.add(multiply(name, last, last, like(last, integers ? format : anyFormat())));
            case 4 -> steps.add(sum(name, last, constant(name, last), like(last, format)));
            case 5 -> steps.add(new MacProgram.QuantizedMultiplyStep(
                    name, last, last, like(last, format), zero(), zero(), factor(), ending(format)));
            case 6 -> {
                int slope = constant(name, last);
                steps.add(new MacProgram.QuantizedPreluStep(
                        name, last, slope, like(last, format), zero(), zero(), factor(), factor(), ending(format)));
            }
            case 7 -> {
                Window window = new Window(
                        0,
                        1,
                        3,
                        2,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        values.get(last).height(),
                        values.get(last).width());
                Ending ending = ending(format);
                steps.add(new MacProgram.QuantizedAverageStep(
                        name, last, like(last, format), window, ending.low(), ending.high()));
            }
            default -> {
                int out = value(values.get(last).channels(), 1, 1, format);
                steps.add(new MacProgram.QuantizedMeanStep(name, last, out, zero(), factor(), ending(format)));
            }
        }
    }

    private int constant(String name, int like) {
        int constant = like(like, values.get(like).format());
        short[] codes = codes(values.get(like).elements(), values.get(like).format());
        steps.add(new MacProgram.ConstantStep(name + "c", constant, codes));
        return constant;
    }

    private HostStep sum(String name, int left, int right, int out) {
        return new MacProgram.QuantizedAddStep(
                name,
                left,
                right,
                out,
                random.nextBoolean(),
                random.nextInt(16),
                zero(),
                zero(),
                factor(),
                factor(),
                factor(),
                ending(values.get(out).format()));
    }

    private HostStep multiply(String name, int left, int right, int out) {
        NumberFormat format = values.get(out).format();
        int low = code(format) & 0xFFFF;
        int high = code(format) & 0xFFFF;
        boolean ordered = format.order(low) <= format.order(high);
        double scale = Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(12) - 8);
        double offset = random.nextBoolean() ? zero() : Math.scalb(random.nextDouble(), random.nextInt(200) - 100);
        return new MacProgram.MultiplyStep(
                name, left, right, out, zero(), zero(), scale, offset, ordered ? low : high, ordered ? high : low);
    }

    private int zero() {
        return random.nextInt(4) == 0 ? 0 : random.nextInt(256) - 128;
    }

    /** Of either arithmetic; ties are often. */
    private FixedMultiplier factor() {
        int multiplier = (1 << 30) + (random.nextBoolean() ? random.nextInt(1 << 30) : random.nextInt(4) << 28);
        return new FixedMultiplier(multiplier, random.nextInt(12) - 10);
    }

    private Ending ending(NumberFormat format) {
        int limit = 1 << format.widthBits() - 1;
        int low = -limit + random.nextInt(limit / 2 + 1);
        Rounding rounding = random.nextBoolean() ? Rounding.NEAREST_TWICE : Rounding.NEAREST_UP;
        return new Ending(rounding, random.nextInt(limit) - limit / 2, low, limit - 1 - random.nextInt(limit / 2 + 1));
    }

    private RandomPrograms.Case build(String name) {
        int last = values.size() - 1;
        short[][] codes = new short[values.size()][];
        for (int v = 0; v <= last; v++) {
            codes[v] = new short[samples * values.get(v).elements()];
        }
        codes[0] = codes(codes[0].length, values.get(0).format());
        for (MacProgram.Step step : steps) {
            HostExecutor executor = HostExecutor.of((HostStep) step, values);
            for (int s = 0; s < samples; s++) {
                executor.run(codes, s);
            }
        }
        MacProgram program = new MacProgram(name, "software", SoftwareCoprocessor.HASH, values, steps, last);
        return new RandomPrograms.Case(program, codes[0], codes[last], samples);
    }
}
