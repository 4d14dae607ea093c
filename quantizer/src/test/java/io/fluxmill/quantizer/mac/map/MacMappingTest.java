// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import io.fluxmill.quantizer.mac.precision.ApproximateProducts;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.precision.SmallNetworks;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MacMappingTest {
    private static final List<NumberFormat> ALL = NumberFormats.named();

    /** One for each group of {@link #network}'s layers. */
    private static final int STEPS = 1 + 2 + 6 + 1 + 1;

    private static Manifest manifest(int rows, int columns, long weightWords, long activationWords, long tiles) {
        return manifest(rows, columns, weightWords, activationWords, tiles, ALL, ALL.size());
    }

    private static Manifest manifest(
            int rows,
            int columns,
            long weightWords,
            long activationWords,
            long tiles,
            List<NumberFormat> formats,
            long operandFormats) {
        return Manifest.builder("npu", "mac")
                .hash("0badcafe")
                .bus("s_axi", 8)
                .parameters(Map.of(
                        "rows",
                        (long) rows,
                        "columns",
                        (long) columns,
                        "weightWords",
                        weightWords,
                        "activationWords",
                        activationWords,
                        "parameterTiles",
                        tiles,
                        "accumulatorBits",
                        256L,
                        "totalBits",
                        272L,
                        "operandFormats",
                        operandFormats))
                .formats(formats.stream().map(NumberFormat::name).toList())
                .build();
    }

    /** Convolutions with padding, stride, dilation, groups and depth-wise, then a dense layer. */
    private static Network network() {
        return new SmallNetworks(11, 4, 7, 6)
                .conv(6, new Geometry(4, 3, 3, 1, 1, 1, 1, 1, 1, 1), Activation.RELU)
                .conv(6, new Geometry(3, 3, 2, 2, 1, 1, 1, 1, 2, 2), Activation.NONE)
                .conv(6, new Geometry(1, 2, 2, 1, 1, 0, 0, 1, 1, 6), Activation.RELU)
                .dense(21, new Activation(0.25, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .dense(5, Activation.NONE)
                .build();
    }

    private static QuantizedNetwork quantized(NumberFormat format) {
        Network network = network();
        Calibration calibration = Calibration.calibrate(
                network, SmallNetworks.samples(12, 20, network.inputShape().elements()));
        return Quantizer.quantize(network, QuantizationPlan.uniform(ALL, ALL, format), calibration);
    }

    @Test
    void theImagesComputeWhatTheReferenceDoes() {
        int compared = 0;
        for (NumberFormat format : ALL) {
            QuantizedNetwork network = quantized(format);
            compared += compare(network, manifest(2, 4, 4096, 512, 64));
            compared += compare(network, manifest(8, 2, 512, 512, 1));
        }
        assertEquals(15 * 2 * 5, compared);
    }

    /** Two and four parts of a word of weights, and weights that are wider than activations. */
    @Test
    void theImagesOfPairsComputeWhatTheReferenceDoes() {
        List<FormatPair> pairs = Stream.of(
                        "INT4 x INT8",
                        "INT4 x INT16",
                        "INT8 x POSIT16_1",
                        "INT16 x INT4",
                        "FP4_E2M1 x FP8_E4M3FN",
                        "TERNARY x INT8",
                        "BINARY x INT8")
                .map(FormatPair::of)
                .toList();
        List<String> names = pairs.stream().map(FormatPair::name).toList();
        Network network = network();
        Calibration calibration = Calibration.calibrate(
                network, SmallNetworks.samples(12, 20, network.inputShape().elements()));
        List<NumberFormat> results =
                pairs.stream().map(FormatPair::activations).distinct().toList();
        List<String> formats = Stream.concat(results.stream().map(NumberFormat::name), names.stream())
                .toList();
        int compared = 0;
        for (FormatPair pair : pairs) {
            QuantizedNetwork quantized =
                    Quantizer.quantize(network, QuantizationPlan.uniformPairs(pairs, results, pair), calibration);
            for (Manifest manifest : List.of(manifest(2, 4, 4096, 512, 64), manifest(8, 2, 512, 512, 1))) {
                compared += compare(
                        quantized,
                        manifest.toBuilder()
                                .formats(formats)
                                .parameter("operandFormats", 0)
                                .build());
            }
        }
        assertEquals(pairs.size() * 2 * 5, compared);
    }

    @Test
    void weightsOfTwoPairsOnOneTensor() {
        FormatPair narrow = FormatPair.of("INT4 x INT8");
        FormatPair wide = FormatPair.of("INT8 x INT8");
        QuantizationPlan plan = QuantizationPlan.uniformPairs(
                        List.of(narrow, wide), List.of(NumberFormats.INT8), narrow)
                .withLayer("conv1", wide);
        Network network = network();
        Calibration calibration = Calibration.calibrate(
                network, SmallNetworks.samples(12, 20, network.inputShape().elements()));
        List<FormatPair> chosen = Quantizer.quantize(network, plan, calibration).matrices().stream()
                .map(matrix -> matrix.rescale().operands())
                .toList();
        assertEquals(List.of(narrow, wide, narrow, narrow, narrow), chosen);
    }

    /** Every matrix layer through the stream model, from the reference's own inputs. */
    private static int compare(QuantizedNetwork network, Manifest manifest) {
        int samples = 3;
        int rows = (int) manifest.parameter("rows");
        int columns = (int) manifest.parameter("columns");
        StreamModel model = new StreamModel(rows, columns, (int) manifest.parameter("accumulatorBits"));
        ReferenceExecutor reference = new ReferenceExecutor(network);
        float[][] raw = SmallNetworks.samples(13, samples, 4 * 7 * 6);
        List<short[]> trace = reference.trace(reference.encode(raw), samples);
        MacProgram program = MacMapping.map(network, manifest);
        assertEquals("0badcafe", program.configHash());
        int layers = 0;
        for (QuantizedNetwork.Matrix layer : network.matrices()) {
            MacProgram.Value out = program.values().get(layer.output());
            short[] target = new short[samples * out.elements()];
            for (MacProgram.Step step : program.steps()) {
                if (step.output() == layer.output() && step instanceof MatrixStep matrix) {
                    model.run(
                            matrix,
                            program.values().get(matrix.input()),
                            trace.get(matrix.input()),
                            out,
                            target,
                            samples);
                }
            }
            assertArrayEquals(
                    trace.get(layer.output()),
                    target,
                    layer.name() + " in " + layer.rescale().operands().name());
            layers++;
        }
        return layers;
    }

    @Test
    void columnGroupsFitTheBuffers() {
        MacProgram program = MacMapping.map(quantized(NumberFormats.INT8), manifest(2, 4, 64, 64, 2));
        for (MacProgram.Step step : program.steps()) {
            MatrixStep matrix = (MatrixStep) step;
            for (MacProgram.ColumnGroup group : matrix.groups()) {
                int tiles = (group.count() + 3) / 4;
                assertEquals(tiles * matrix.depthWords() * 4, group.weights().length);
                assertEquals(tiles * 6 * 4, group.parameters().length);
                assertEquals(true, tiles <= 2 && tiles * matrix.depthWords() <= 64, matrix.name());
            }
        }
        // Two convolutions of 1 and 2 groups, a depth-wise one of 6, two dense layers.
        assertEquals(1 + 2 + 6 + 2, program.steps().size());
    }

    private static void assertRefused(String fact, String remedy, NumberFormat format, Manifest manifest) {
        QuantizedNetwork network = quantized(format);
        InputException refused = assertThrows(InputException.class, () -> MacMapping.map(network, manifest));
        assertEquals(fact, refused.getMessage());
        assertEquals(remedy, refused.remedy());
    }

    /** A network whose reference has other products than the design. */
    @Test
    void otherProductsAreRefused() {
        QuantizedNetwork network = ApproximateProducts.of(quantized(NumberFormats.POSIT8_0), Multiplication.LMUL);
        InputException refused =
                assertThrows(InputException.class, () -> MacMapping.map(network, manifest(2, 4, 4096, 512, 64)));
        assertEquals("layer conv0 needs products of kind LMUL, but design npu has EXACT", refused.getMessage());
        assertEquals(
                "quantise the network for this design, or set engine.multiplier to what it was quantised for",
                refused.remedy());
    }

    @Test
    void aRowBeyondTheActivationBufferIsRefused() {
        assertRefused(
                "layer conv0 needs 36 words of activationWords for one tile, but the design has 32",
                "raise engine.activation-words to 64 or use a narrower format",
                NumberFormats.POSIT16_1,
                manifest(2, 4, 4096, 32, 64));
    }

    @Test
    void aColumnTileBeyondTheWeightBufferIsRefused() {
        assertRefused(
                "layer conv0 needs 36 words of weightWords for one tile, but the design has 32",
                "raise engine.weight-words to 64 or use a narrower format",
                NumberFormats.POSIT16_1,
                manifest(2, 4, 32, 64, 64));
    }

    @Test
    void aFormatThatTheDesignLacksIsRefused() {
        List<NumberFormat> formats = List.of(NumberFormats.INT8, NumberFormats.INT16, NumberFormats.POSIT8_0);
        Manifest lacking = manifest(2, 4, 4096, 512, 64, formats, 2); // POSIT8_0 for results only
        assertRefused(
                "layer conv0 needs operand format POSIT8_0, but design npu has INT8, INT16",
                "add POSIT8_0 to engine.formats, or choose another format for the layer",
                NumberFormats.POSIT8_0,
                lacking);
    }

    @Test
    void aResultFormatThatTheDesignLacksIsRefused() {
        assertRefused(
                "layer fc4 needs result format INT16, but design npu has POSIT8_0, INT8",
                "add INT16 to engine.result-formats, or choose another format for the layer",
                NumberFormats.POSIT8_0,
                manifest(2, 4, 4096, 512, 64, List.of(NumberFormats.POSIT8_0, NumberFormats.INT8), 1));
    }

    /** The remedy is an engine whose mask has the bit: of {@code engine.round} in docs/mac-engine.md, double is bit 3. */
    @Test
    void aRoundingThatTheDesignLacksIsRefused() {
        Manifest lacking = manifest(2, 4, 4096, 512, 64).toBuilder()
                .parameter("rescaleBits", 31)
                .parameter("roundings", 0b10011)
                .build();
        QuantizedNetwork network = withRounding(quantized(NumberFormats.INT8), Rounding.NEAREST_TWICE, 0);
        InputException refused = assertThrows(InputException.class, () -> MacMapping.map(network, lacking));
        assertEquals("layer conv0 needs rounding double, but design npu has even, away, fp32", refused.getMessage());
        assertEquals("add double to engine.round, with engine.rescale-bits: 31", refused.remedy());
        Manifest remedied = lacking.toBuilder().parameter("roundings", 0b11011).build();
        assertEquals(STEPS, MacMapping.map(network, remedied).steps().size());

        Manifest old = manifest(2, 4, 4096, 512, 64); // without a mask: even and away
        MacMapping.map(withRounding(quantized(NumberFormats.INT8), Rounding.NEAREST_AWAY, 0), old);
        assertEquals(
                "layer conv0 needs rounding single, but design npu has even, away",
                assertThrows(
                                InputException.class,
                                () -> MacMapping.map(
                                        withRounding(quantized(NumberFormats.INT8), Rounding.NEAREST_UP, 0), old))
                        .getMessage());
        assertEquals(
                "layer fc4 needs rounding fp32, but design npu has even, away",
                assertThrows(
                                InputException.class,
                                () -> MacMapping.map(
                                        withRounding(quantized(NumberFormats.POSIT8_0), Rounding.FLOAT32, 7), old))
                        .getMessage(),
                "the layers before it have no integer results");
    }

    @Test
    void aZeroPointThatTheDesignLacksIsRefused() {
        Manifest lacking = manifest(2, 4, 4096, 512, 64);
        QuantizedNetwork network = withRounding(quantized(NumberFormats.INT8), Rounding.NEAREST_EVEN, -3);
        InputException refused = assertThrows(InputException.class, () -> MacMapping.map(network, lacking));
        assertEquals("layer conv0 needs the output zero point -3, but design npu has none", refused.getMessage());
        assertEquals("set engine.round: double, with engine.rescale-bits: 31", refused.remedy());
        Register zero = new Register("OUTPUT_ZERO", 0x64, Access.RW, 0, "", List.of());
        Manifest remedied = lacking.toBuilder().registers(List.of(zero)).build();
        assertEquals(STEPS, MacMapping.map(network, remedied).steps().size());
    }

    private static QuantizedNetwork withRounding(QuantizedNetwork network, Rounding rounding, int zeroPoint) {
        List<QuantizedNetwork.Layer> layers = network.layers().stream()
                .map(QuantizedNetwork.Matrix.class::cast)
                .map(layer -> (QuantizedNetwork.Layer) new QuantizedNetwork.Matrix(
                        layer.name(),
                        layer.input(),
                        layer.output(),
                        layer.geometry(),
                        layer.weights(),
                        layer.padCode(),
                        new Rescale.Layer(
                                layer.rescale().operands(),
                                layer.rescale().result(),
                                rounding,
                                layer.rescale().biasShift(),
                                layer.rescale().clipLow(),
                                layer.rescale().clipHigh(),
                                zeroPoint),
                        layer.channels(),
                        layer.accumulatorMin(),
                        layer.accumulatorMax()))
                .toList();
        return new QuantizedNetwork(network.name(), network.inputSteps(), network.tensors(), layers, network.output());
    }

    /** An accumulator of 256 bits holds any sum of 36 products of POSIT8_0; a narrow one only if the largest sum fits. */
    @Test
    void sumsThatCouldOverflowAreRefused() {
        Manifest wide = manifest(2, 4, 4096, 512, 64);
        Manifest narrow = wide.toBuilder().parameter("accumulatorBits", 16).build();
        QuantizedNetwork network = quantized(NumberFormats.POSIT8_0);
        AccumulatorRange range = AccumulatorRange.of(network.matrices().get(0));
        assertRefused(
                "layer conv0 needs an accumulator of " + range.neededBits()
                        + " bits for K=36 in POSIT8_0, but it has 16",
                "use another format for the layer, or split it",
                NumberFormats.POSIT8_0,
                narrow);
    }
}
