// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.LayerWords;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A program as C99 tables for the driver {@code fmac.c}: images, jobs, steps, values. */
final class ProgramSource {
    private final String name;
    private final MacProgram program;
    private final Manifest manifest;
    private final JobPlaces places;
    private final WorkMemory memory;
    private final StringBuilder text = new StringBuilder();

    /** @param name of the program's variable, a C identifier */
    ProgramSource(String name, MacProgram program, Manifest manifest) {
        this.name = name;
        this.program = program;
        this.manifest = manifest;
        places = new JobPlaces(program, manifest);
        memory = new WorkMemory(program);
    }

    /** The header: the program, its sizes and its samples. */
    String header(Coding coding, int samples) {
        String upper = name.toUpperCase(Locale.ROOT);
        Value input = program.values().get(0);
        Value output = program.values().get(program.output());
        line("/* Network %s for design %s, generated. */", program.network(), program.design());
        line("#ifndef %s_H\n#define %s_H\n\n#include \"fmac.h\"\n", upper, upper);
        line(
                "/* Codes of the input: %s, %s; of the result: %s, %s. */",
                shape(input), format(input), shape(output), format(output));
        line("#define %s_INPUT_CODES %du", upper, input.elements());
        line("#define %s_OUTPUT_CODES %du", upper, output.elements());
        line("\n/* Codes of the work memory for each sample that runs at the same time. */");
        line("#define %s_WORK_CODES %du", upper, memory.codes());
        line("\nextern const struct fmac_program %s;", name);
        if (coding.bytes().length > 0) {
            line("\n/* The code of each byte of raw data. */");
            line("extern const uint16_t %s_code_of_byte[256];", name);
        }
        line("\n/* Samples, and what the bit-exact reference makes of them. */");
        line("#define %s_SAMPLES %du", upper, samples);
        line("extern const uint16_t %s_input[%s_SAMPLES * %s_INPUT_CODES];", name, upper, upper);
        line("extern const uint16_t %s_expected[%s_SAMPLES * %s_OUTPUT_CODES];", name, upper, upper);
        line("\n#endif");
        return taken();
    }

    private static String shape(Value value) {
        return value.channels() + " x " + value.height() + " x " + value.width();
    }

    private static String format(Value value) {
        return value.format().name();
    }

    /** The samples' file. */
    String samples(Samples samples) {
        line("/* Samples of network %s and their expected results, generated. */", program.network());
        line("#include \"%s.h\"\n", name);
        array("const uint16_t " + name + "_input", samples.input());
        array("const uint16_t " + name + "_expected", samples.expected());
        return taken();
    }

    /** The program's file. */
    String source(Coding coding) {
        line("/* Network %s for design %s, generated. */", program.network(), program.design());
        line("#include \"%s.h\"\n", name);
        List<String> steps = new ArrayList<>();
        for (int s = 0; s < program.steps().size(); s++) {
            steps.add(step(s, program.steps().get(s)));
        }
        line("static const struct fmac_value values[] = {");
        for (int v = 0; v < program.values().size(); v++) {
            Value value = program.values().get(v);
            line(
                    "    {%du, %du, %du, %du, %s}, /* %s: %s */",
                    memory.place(v),
                    value.channels(),
                    value.height(),
                    value.width(),
                    formatOf(value.format()),
                    comment(value.name()),
                    value.format().name());
        }
        line("};\n\nstatic const struct fmac_step steps[] = {");
        steps.forEach(step -> line("    %s,", step));
        line("};\n\nconst struct fmac_program %s = {", name);
        line("    0x%su, /* configuration hash of %s */", manifest.hash(), program.design());
        line("    %du, %du, /* rows, columns */", manifest.parameter("rows"), manifest.parameter("columns"));
        line("    %du, /* work codes */", memory.codes());
        line("    %du, /* resident */", places.resident() ? 1 : 0);
        line("    %du, /* output zero */", LayerWords.hasZeroPoint(manifest) ? 1 : 0);
        line("    %du, /* result */", program.output());
        line(
                "    %du, %du, values, steps",
                program.values().size(), program.steps().size());
        line("};");
        if (coding.bytes().length > 0) {
            text.append('\n');
            array("const uint16_t " + name + "_code_of_byte", coding.bytes());
        }
        return taken();
    }

    /** A name that cannot end the comment that it is in. */
    private static String comment(String text) {
        return text.replace("*/", "* /").replace("/*", "/ *").replaceAll("[^ -~]", "?");
    }

    private static String formatOf(NumberFormat format) {
        String width = ", .width = " + format.widthBits();
        if (format instanceof IntegerFormat) {
            return "{.kind = FMAC_INTEGER" + width + "}";
        }
        if (format instanceof BinaryFormat) {
            return "{.kind = FMAC_BINARY" + width + "}";
        }
        if (format instanceof PositFormat posit) {
            return "{.kind = FMAC_POSIT" + width + ", .exponent_bits = " + posit.exponentBits() + "}";
        }
        MinifloatFormat minifloat = (MinifloatFormat) format;
        return String.format(
                "{FMAC_FLOAT, %d, %d, %d, %d, 0x%x, 0x%x, %d}",
                format.widthBits(),
                minifloat.exponentBits(),
                minifloat.mantissaBits(),
                minifloat.bias(),
                format.maxBits(),
                format.narBits(),
                minifloat.isNegativeZeroNaN() ? 1 : 0);
    }

    /** Writes what a step points to; answers its initialiser. */
    private String step(int number, MacProgram.Step step) {
        line("/* Step %d: %s */", number, comment(step.name()));
        if (step instanceof MatrixStep matrix) {
            matrix(number, matrix);
            return String.format(
                    "{.kind = FMAC_MATRIX, .input = %du, .output = %du, .window = %s, .pad_code = 0x%04x, .matrix = &matrix_%d}",
                    matrix.input(), matrix.output(), window(matrix.window()), matrix.padCode() & 0xFFFF, number);
        }
        if (step instanceof PoolStep pool) {
            line(
                    "static const struct fmac_pool pool_%d = {%d, %d};\n",
                    number, pool.kind() == PoolKind.AVERAGE ? 1 : 0, pool.countIncludePad() ? 1 : 0);
            return String.format(
                    "{.kind = FMAC_POOL, .input = %du, .output = %du, .window = %s, .pad_code = 0x%04x, .pool = &pool_%d}",
                    pool.input(), pool.output(), window(pool.window()), pool.padCode() & 0xFFFF, number);
        }
        StepSource source = new StepSource(number, program.values());
        String initialiser = source.of((MacProgram.HostStep) step);
        text.append(source.text());
        return initialiser;
    }

    static String window(Window w) {
        return String.format(
                "{%du, %du, %du, %du, %d, %d, %d, %d, %d, %d, %du, %du}",
                w.firstChannel(),
                w.channels(),
                w.kernelHeight(),
                w.kernelWidth(),
                w.strideY(),
                w.strideX(),
                w.padTop(),
                w.padLeft(),
                w.dilationY(),
                w.dilationX(),
                w.outHeight(),
                w.outWidth());
    }

    private void matrix(int number, MatrixStep step) {
        List<String> jobs = new ArrayList<>();
        int columns = (int) manifest.parameter("columns");
        for (int j = 0; j < step.groups().size(); j++) {
            ColumnGroup group = step.groups().get(j);
            String suffix = number + "_" + j;
            array("static const uint16_t weights_" + suffix, group.weights());
            array("static const uint16_t parameters_" + suffix, group.parameters());
            JobPlaces.Place place = places.of(group);
            jobs.add(String.format(
                    "    {%du, %du, %du, %du, %du, %du, weights_%s, parameters_%s},",
                    group.outputChannel(),
                    group.count(),
                    place.weightBase(),
                    place.parameterBase(),
                    group.weights().length / columns,
                    group.parameters().length / columns,
                    suffix,
                    suffix));
        }
        line("static const struct fmac_job jobs_%d[] = {", number);
        jobs.forEach(job -> line("%s", job));
        line("};");
        LayerWords words = LayerWords.of(step.rescale(), manifest);
        line("static const struct fmac_matrix matrix_%d = {", number);
        line(
                "    %du, %du, %du, 0x%08xu, %du, 0x%08xu, 0x%04xu, %du, jobs_%d};\n",
                step.depth(),
                step.depthWords(),
                step.rescale().operands().lanes(),
                words.format(),
                step.rescale().biasShift(),
                words.clip(),
                words.outputZero().orElse(0),
                step.groups().size(),
                number);
    }

    private void array(String declaration, short[] words) {
        text.append(StepSource.array(declaration, words));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private String taken() {
        String result = text.toString();
        text.setLength(0);
        return result;
    }
}
