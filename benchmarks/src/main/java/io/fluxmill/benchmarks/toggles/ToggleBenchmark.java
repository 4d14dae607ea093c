// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.toggles;

import io.fluxmill.benchmarks.area.Yosys;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.mac.MacDesign;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.precision.ApproximateProducts;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Toggles of an array of 4 x 4 units of the demo's four formats and their decoders, for two layers of its network on the first test image of
 * Fashion-MNIST, with the trained weights and the activations of the reference. The netlist is one of gates with two inputs and multiplexers (yosys
 * {@code synth}, {@code abc}, each module on its own), so that multipliers are counted inside, too.
 */
public final class ToggleBenchmark {
    private static final List<NumberFormat> FORMATS = List.of("FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1").stream()
            .map(NumberFormats::of)
            .toList();
    private static final int SIDE = 4;
    private static final int STAGES = 4;
    /** Of the network's matrix layers: a convolution whose tiles are full, and the dense layer at the end, of one row and ten columns. */
    private static final int[] LAYERS = {1, 3};

    private static final Path DATA = Path.of("/usr/share/datasets/fashion-mnist");
    private static final int CALIBRATION_SAMPLES = 64;

    private final Path work;
    private final Network network;
    private final Calibration calibration;
    private final float[][] image;
    private final Map<String, LayerJob> jobs = new HashMap<>();

    private ToggleBenchmark(Path work) throws IOException {
        this.work = Files.createDirectories(work.resolve("toggles"));
        network =
                NetworkReader.read(Path.of(System.getProperty("fluxmill.home", "."), "examples/fashion/fashion.onnx"));
        calibration = Calibration.calibrate(network, images("train-images-idx3-ubyte.gz", CALIBRATION_SAMPLES));
        image = images("t10k-images-idx3-ubyte.gz", 1);
    }

    private static float[][] images(String file, int count) {
        if (!Files.exists(DATA.resolve(file))) {
            throw new EnvironmentException(
                    "Fashion-MNIST is not there: " + DATA.resolve(file), "install dataset-fashion-mnist");
        }
        return Dataset.read(DatasetConfig.of(DATA.resolve(file))).samples(count);
    }

    /**
     * Measures all formats with every multiplier and every gating.
     *
     * @param progress is given each row
     */
    public static List<ToggleRow> run(Path work, List<Multiplier> multipliers, Consumer<ToggleRow> progress)
            throws IOException {
        ToggleBenchmark benchmark = new ToggleBenchmark(work);
        Map<String, ToggleRow> bases = new HashMap<>();
        List<ToggleRow> rows = new ArrayList<>();
        for (UnitOptions options : options(multipliers)) {
            Gates gates = benchmark.netlist(options);
            for (NumberFormat format : FORMATS) {
                for (int layer : LAYERS) {
                    ToggleRow row = benchmark.row(gates, options, format, layer);
                    bases.putIfAbsent(format.name() + row.layer(), row);
                    rows.add(row.over(bases.get(format.name() + row.layer())));
                    progress.accept(rows.get(rows.size() - 1));
                }
            }
        }
        return rows;
    }

    /** Nothing and everything gated with each multiplier, then each kind of gating alone. */
    private static List<UnitOptions> options(List<Multiplier> multipliers) {
        List<UnitOptions> options = new ArrayList<>();
        for (Multiplier multiplier : multipliers) {
            options.add(UnitOptions.of(multiplier));
            options.add(UnitOptions.of(multiplier, Gating.values()));
        }
        for (Multiplier multiplier : multipliers) {
            for (Gating gating : Gating.values()) {
                options.add(UnitOptions.of(multiplier, gating));
            }
        }
        return options;
    }

    private Gates netlist(UnitOptions options) throws IOException {
        MacConfig config = new MacConfig("toggles", SIDE, SIDE, FORMATS, List.of(), 8192, 1024, 64, STAGES, 32, 1, 16)
                .withOptions(options);
        Files.writeString(work.resolve("toggles.v"), MacDesign.generate(config).verilog());
        String top = "toggles_MacArray";
        String commands = "synth -noabc -top " + top + "; dfflegalize -cell $_DFF_P_ x -cell $_DFFE_PP_ x; "
                + "abc -g AND,OR,XOR,MUX; opt_clean";
        return Gates.read(new Yosys(work).netlist("toggles.v", top, commands), top);
    }

    private ToggleRow row(Gates gates, UnitOptions options, NumberFormat format, int layer) {
        LayerJob job = jobs.computeIfAbsent(
                options.multiplier().multiplication() + format.name() + layer,
                key -> layer(options.multiplier(), format, layer));
        GateSimulation simulation = new GateSimulation(gates);
        ArrayRun run = new ArrayRun(simulation, SIDE, SIDE, STAGES, FORMATS.indexOf(format));
        run.reset();
        simulation.count();
        run.play(job);
        long macs = (long) job.activations().length * job.weights().length * job.weights()[0].length;
        if (run.compared == 0) {
            throw new IllegalStateException("no sum was compared");
        }
        long[] parts = new long[Gates.Part.values().length];
        int[] fanout = gates.fanout();
        long load = 0;
        for (int net = 0; net < gates.nets(); net++) {
            parts[gates.parts.get(net).ordinal()] += simulation.toggles[net];
            load += simulation.toggles[net] * (1L + fanout[net]);
        }
        return new ToggleRow(
                job.name(),
                format.name(),
                options,
                gates.gates.size(),
                gates.registers.size(),
                simulation.cycles,
                macs,
                parts[0],
                parts[1],
                parts[2],
                load,
                simulation.clocked,
                1,
                1);
    }

    private LayerJob layer(Multiplier multiplier, NumberFormat format, int layer) {
        QuantizedNetwork quantized = ApproximateProducts.of(
                Quantizer.quantize(network, QuantizationPlan.uniform(FORMATS, FORMATS, format), calibration),
                multiplier.multiplication());
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        List<short[]> tensors = reference.trace(reference.encode(image), 1);
        Matrix matrix = quantized.matrices().get(layer);
        return LayerJob.of(quantized, matrix, tensors.get(matrix.input()), multiplier.multiplication());
    }
}
