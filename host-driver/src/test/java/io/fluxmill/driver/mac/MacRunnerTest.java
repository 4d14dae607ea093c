// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.HostSteps;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MacRunnerTest {
    private static final NumberFormat INT8 = NumberFormats.INT8;

    private static Rescale.Layer rescale(NumberFormat operand, NumberFormat result) {
        return rescale(FormatPair.of(operand), result);
    }

    private static Rescale.Layer rescale(FormatPair operand, NumberFormat result) {
        int narBits = result.narBits();
        return new Rescale.Layer(operand, result, Rounding.NEAREST_EVEN, 3, narBits + 1, narBits - 1);
    }

    private static MacProgram.Window dense(int depth) {
        return new MacProgram.Window(0, depth, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1);
    }

    private static MacProgram program(List<MacProgram.Value> values, List<MacProgram.Step> steps) {
        return new MacProgram("net", "software", SoftwareCoprocessor.HASH, values, steps, values.size() - 1);
    }

    private static RunResult run(SoftwareCoprocessor hardware, MacProgram program, short[] input, int samples) {
        return run(hardware, program, input, samples, RunOptions.ALL_VALUES);
    }

    private static RunResult run(
            SoftwareCoprocessor hardware, MacProgram program, short[] input, int samples, RunOptions options) {
        return new MacRunner(new Device(hardware.manifest(), hardware), program).run(input, samples, options);
    }

    @Test
    void denseLayersOfEveryFormatAndRaggedShape() {
        int cases = 0;
        List<String> names = new ArrayList<>(SoftwareCoprocessor.FORMATS);
        names.addAll(SoftwareCoprocessor.PAIRS);
        for (String name : names) {
            FormatPair format = FormatPair.of(name);
            for (int depth : new int[] {1, 2, 3, 4, 5, 17, 64}) {
                for (int columns : new int[] {1, 4, 5, 9}) {
                    for (int samples : new int[] {1, 3, 4, 9}) {
                        checkDense(format, depth, columns, samples);
                        cases++;
                    }
                }
            }
        }
        assertEquals(11 * 7 * 4 * 4, cases);
    }

    private static void checkDense(FormatPair formats, int depth, int columns, int samples) {
        NumberFormat format = formats.activations();
        long seed =
                Arrays.hashCode(new int[] {format.widthBits(), formats.weights().widthBits(), depth, columns, samples});
        RandomLayers random = new RandomLayers(seed, 4);
        RandomLayers.Layer layer =
                random.layer("fc", 0, 1, dense(depth), columns, 0, 0, rescale(formats, format), columns);
        MacProgram.Value in = new MacProgram.Value("in", depth, 1, 1, format);
        MacProgram.Value out = new MacProgram.Value("out", columns, 1, 1, format);
        short[] input = random.codes(samples * depth, format);
        short[] expected = new short[samples * columns];
        RandomLayers.expect(layer, in, input, out, expected, samples);
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 8, true);
        RunResult result = run(hardware, program(List.of(in, out), List.of(layer.step())), input, samples);
        assertArrayEquals(expected, result.output(), "seed " + seed);
        assertEquals((long) samples * depth * columns, result.total().macs());
    }

    @Test
    void convolutionsWithPaddingStrideDilationAndGroups() {
        Random shapes = new Random(42);
        int padded = 0;
        for (int i = 0; i < 300; i++) {
            padded += checkConvolution(shapes, i) ? 1 : 0;
        }
        assertTrue(padded > 150 && padded < 201, "padded " + padded);
    }

    private static boolean checkConvolution(Random shapes, int number) {
        int kernelHeight = 1 + shapes.nextInt(3);
        int kernelWidth = 1 + shapes.nextInt(4);
        int dilationY = 1 + shapes.nextInt(2);
        int dilationX = 1 + shapes.nextInt(2);
        int height = 5 + shapes.nextInt(5);
        int width = 7 + shapes.nextInt(5);
        int pads = number % 3 == 0 ? 1 : 3;
        int padTop = shapes.nextInt(pads);
        int padLeft = shapes.nextInt(pads);
        int padBottom = shapes.nextInt(pads);
        int strideY = 1 + shapes.nextInt(2);
        int strideX = 1 + shapes.nextInt(3);
        int outHeight = (height + padTop + padBottom - dilationY * (kernelHeight - 1) - 1) / strideY + 1;
        int outWidth = (width + padLeft - dilationX * (kernelWidth - 1) - 1) / strideX + 1;
        int channels = 1 + shapes.nextInt(3);
        MacProgram.Window window = new MacProgram.Window(
                shapes.nextInt(2),
                channels,
                kernelHeight,
                kernelWidth,
                strideY,
                strideX,
                padTop,
                padLeft,
                dilationY,
                dilationX,
                outHeight,
                outWidth);
        NumberFormat format = NumberFormats.of(SoftwareCoprocessor.FORMATS.get(number % 5));
        RandomLayers random = new RandomLayers(number, 4);
        int columns = 1 + shapes.nextInt(10);
        RandomLayers.Layer layer = random.layer(
                "conv", 0, 1, window, columns, 0, shapes.nextInt(16), rescale(format, INT8), 1 + shapes.nextInt(6));
        MacProgram.Value in = new MacProgram.Value("in", window.firstChannel() + channels, height, width, format);
        MacProgram.Value out = new MacProgram.Value("out", columns, outHeight, outWidth, INT8);
        int samples = 1 + shapes.nextInt(3);
        short[] input = random.codes(samples * in.elements(), format);
        short[] expected = new short[samples * out.elements()];
        RandomLayers.expect(layer, in, input, out, expected, samples);
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 8, number % 2 == 0);
        RunOptions options = new RunOptions(true, 1 << 20, number % 3 == 0 ? 64 : 1 << 20);
        RunResult result = run(hardware, program(List.of(in, out), List.of(layer.step())), input, samples, options);
        assertArrayEquals(expected, result.output(), "case " + number + ", window " + window);
        return padTop + padLeft + padBottom > 0;
    }

    /** A job's rounding and zero point are its layer's, also after a layer with others. */
    @Test
    void layersWithTheirOwnRoundingsAndZeroPoints() {
        int compared = 0;
        for (int seed = 1; seed <= 100; seed++) {
            RandomPrograms.Case each = RandomPrograms.inference(seed);
            SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1 << 16, 1 << 10, true, true);
            RunResult result = run(hardware, each.program(), each.input(), each.samples(), RunOptions.RESULT);
            assertArrayEquals(each.expected(), result.output(), "seed " + seed);
            compared += each.expected().length;
        }
        assertTrue(compared > 1000, "compared " + compared);
    }

    @Test
    void groupedConvolutionWritesEachGroupItsChannels() {
        RandomLayers random = new RandomLayers(5, 4);
        MacProgram.Value in = new MacProgram.Value("in", 3, 4, 4, INT8);
        MacProgram.Value out = new MacProgram.Value("out", 6, 4, 4, INT8);
        short[] input = random.codes(2 * in.elements(), INT8);
        short[] expected = new short[2 * out.elements()];
        MacProgram.Step[] steps = new MacProgram.Step[3];
        for (int g = 0; g < 3; g++) {
            MacProgram.Window window = new MacProgram.Window(g, 1, 3, 3, 1, 1, 1, 1, 1, 1, 4, 4);
            RandomLayers.Layer layer = random.layer("dw" + g, 0, 1, window, 2, 2 * g, 7, rescale(INT8, INT8), 2);
            RandomLayers.expect(layer, in, input, out, expected, 2);
            steps[g] = layer.step();
        }
        RunResult result =
                run(new SoftwareCoprocessor(4, 4, 64, 8, true), program(List.of(in, out), List.of(steps)), input, 2);
        assertArrayEquals(expected, result.output());
    }

    /** Convolution, pooling, two branches and their sum, and a dense layer over all of it. */
    static final class Network {
        final RandomLayers random = new RandomLayers(99, 4);
        final MacProgram.Value in = new MacProgram.Value("in", 2, 8, 8, INT8);
        final MacProgram.Value conv = new MacProgram.Value("conv", 5, 8, 8, INT8);
        final MacProgram.Value pooled = new MacProgram.Value("pooled", 5, 4, 4, INT8);
        final MacProgram.Value branch = new MacProgram.Value("branch", 5, 4, 4, INT8);
        final MacProgram.Value sum = new MacProgram.Value("sum", 5, 4, 4, INT8);
        final MacProgram.Value out = new MacProgram.Value("out", 10, 1, 1, INT8);
        final RandomLayers.Layer first = random.layer(
                "conv1",
                0,
                1,
                new MacProgram.Window(0, 2, 3, 3, 1, 1, 1, 1, 1, 1, 8, 8),
                5,
                0,
                0,
                rescale(INT8, INT8),
                5);
        final MacProgram.PoolStep pool = new MacProgram.PoolStep(
                "pool",
                1,
                2,
                MacProgram.PoolKind.MAX,
                new MacProgram.Window(0, 1, 2, 2, 2, 2, 0, 0, 1, 1, 4, 4),
                false,
                0);
        final RandomLayers.Layer second = random.layer(
                "conv2",
                2,
                3,
                new MacProgram.Window(0, 5, 1, 1, 1, 1, 0, 0, 1, 1, 4, 4),
                5,
                0,
                0,
                rescale(INT8, INT8),
                3);
        final MacProgram.AddStep add = new MacProgram.AddStep("add", 2, 3, 4, 0.5, 0.25, 1.0, 0x80, 0x7F);
        final RandomLayers.Layer last = random.layer(
                "fc",
                4,
                5,
                new MacProgram.Window(0, 5, 4, 4, 1, 1, 0, 0, 1, 1, 1, 1),
                10,
                0,
                0,
                rescale(INT8, INT8),
                10);
        final MacProgram program = program(
                List.of(in, conv, pooled, branch, sum, out),
                List.of(first.step(), pool, second.step(), add, last.step()));

        short[][] expected(short[] input, int samples) {
            short[][] values = new short[6][];
            values[0] = input;
            for (int i = 1; i < 6; i++) {
                values[i] = new short[samples * program.values().get(i).elements()];
            }
            RandomLayers.expect(first, in, input, conv, values[1], samples);
            for (int s = 0; s < samples; s++) {
                HostSteps.pool(pool, conv, values[1], s * conv.elements(), pooled, values[2], s * pooled.elements());
            }
            RandomLayers.expect(second, pooled, values[2], branch, values[3], samples);
            for (int s = 0; s < samples; s++) {
                int at = s * sum.elements();
                HostSteps.add(add, pooled, values[2], at, branch, values[3], at, sum, values[4], at);
            }
            RandomLayers.expect(last, sum, values[4], out, values[5], samples);
            return values;
        }
    }

    @Test
    void networkWithHostStepsMatchesValueByValue() {
        Network network = new Network();
        short[] input = network.random.codes(7 * network.in.elements(), INT8);
        short[][] expected = network.expected(input, 7);
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 16, true);
        RunResult result = run(hardware, network.program, input, 7);
        assertTrue(result.firstDifference(expected).isEmpty());
        for (int i = 0; i < 6; i++) {
            assertArrayEquals(expected[i], result.values()[i], "value " + i);
        }
        assertEquals(0, result.mismatches(expected[5]));
        assertEquals(
                List.of("conv1", "pool", "conv2", "add", "fc"),
                result.layers().stream().map(LayerCounters::name).toList());
        assertEquals(
                7 * network.first.step().macs(),
                result.layers().get(0).hardware().macs());
        assertEquals(0, result.layers().get(1).hardware().cycles());
        assertEquals(2, result.layers().get(2).jobs(), "one a column group");
        assertTrue(result.layers().get(4).utilisation() > 0.3
                && result.layers().get(4).utilisation() <= 1);
    }

    @Test
    void batchesInPartsGiveTheSame() {
        Network network = new Network();
        short[] input = network.random.codes(11 * network.in.elements(), INT8);
        short[] expected = network.expected(input, 11)[5];
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 16, false);
        long twoSamples = 2L
                * 2
                * network.program.values().stream()
                        .mapToInt(MacProgram.Value::elements)
                        .sum();
        RunResult result = run(hardware, network.program, input, 11, new RunOptions(false, twoSamples, 256));
        assertArrayEquals(expected, result.output());
        assertNull(result.values()[1], "values are not kept");
        assertTrue(hardware.largestJob <= 32, "256 bytes hold 8 tiles of 16 words at most");
        assertEquals(
                11 * network.first.step().macs(),
                result.layers().get(0).hardware().macs());
    }

    @Test
    void weightsStayInTheBuffersWhileThereIsRoom() {
        Network network = new Network();
        short[] input = network.random.codes(network.in.elements(), INT8);
        SoftwareCoprocessor large = new SoftwareCoprocessor(4, 4, 1024, 16, true);
        MacRunner runner = new MacRunner(new Device(large.manifest(), large), network.program);
        short[] expected = network.expected(input, 1)[5];
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected, runner.run(input, 1, RunOptions.RESULT).output());
        }
        assertEquals(8, large.loads, "weights and parameters of four groups, once");

        SoftwareCoprocessor small = new SoftwareCoprocessor(4, 4, 120, 3, true);
        MacRunner reloading = new MacRunner(new Device(small.manifest(), small), network.program);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(
                    expected, reloading.run(input, 1, RunOptions.RESULT).output());
        }
        assertTrue(small.loads > 8, "loads " + small.loads);
    }

    @Test
    void nothingComparedIsNoAgreement() {
        Network network = new Network();
        short[] input = network.random.codes(network.in.elements(), INT8);
        short[][] expected = network.expected(input, 1);
        RunResult all = run(new SoftwareCoprocessor(4, 4, 1024, 16, true), network.program, input, 1);
        long codes = 0;
        for (int value = 1; value < 6; value++) {
            codes += expected[value].length;
        }
        assertEquals(codes, all.compared(expected));
        short[][] inputsOnly = new short[6][];
        inputsOnly[0] = input;
        assertEquals(0, all.compared(inputsOnly));
        assertEquals(
                "nothing is compared: there must be a kept value that codes are expected of",
                assertThrows(IllegalArgumentException.class, () -> all.firstDifference(inputsOnly))
                        .getMessage());
        assertEquals(
                "nothing is compared: there must be expected codes",
                assertThrows(IllegalArgumentException.class, () -> all.mismatches(new short[0]))
                        .getMessage());
    }

    @Test
    void firstDifferenceNamesLayerAndElement() {
        Network network = new Network();
        short[] input = network.random.codes(3 * network.in.elements(), INT8);
        short[][] expected = network.expected(input, 3);
        RunResult result = run(new SoftwareCoprocessor(4, 4, 1024, 16, true), network.program, input, 3);
        int found = result.values()[3][2 * 80 + 3 * 16 + 1 * 4 + 2] & 0xFFFF;
        expected[3][2 * 80 + 3 * 16 + 1 * 4 + 2] = (short) 0x1AB;
        expected[5][0] ^= 1;
        assertEquals(
                String.format("conv2: sample 2, channel 3, y 1, x 2 of branch: found code 0x%X, expected 0x1AB", found),
                result.firstDifference(expected).orElseThrow().toString());
        assertEquals(1, result.mismatches(expected[5]));
    }
}
