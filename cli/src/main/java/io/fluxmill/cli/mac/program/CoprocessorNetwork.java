// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.program;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.HostStep;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.core.program.mac.ProgramValues;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.MacRunner;
import io.fluxmill.driver.mac.RunOptions;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.driver.transport.CountingTransport;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.map.MacMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A network on the matrix co-processor: a job or more for each matrix layer, the rest in the driver. */
record CoprocessorNetwork(QuantizedNetwork network, MacProgram program, Manifest manifest, EngineCycles cycles)
        implements MappedNetwork {
    /** Whole row tiles of every array, and enough of them that loading weights takes a small share of the time. */
    private static final int PART_SAMPLES = 64;

    static CoprocessorNetwork map(QuantizedNetwork network, Manifest manifest, EngineCycles cycles) {
        return new CoprocessorNetwork(network, MacMapping.map(network, manifest), manifest, cycles);
    }

    @Override
    public int partSamples() {
        return PART_SAMPLES;
    }

    @Override
    public ProgramValues outline() {
        return program.outline();
    }

    @Override
    public String firstRegister() {
        return "ROWS";
    }

    /** The matrix layers; a grouped convolution is one layer of several steps. */
    @Override
    public List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        for (Matrix matrix : network.matrices()) {
            List<Integer> steps = IntStream.range(0, program.steps().size())
                    .filter(step -> program.steps().get(step).output() == matrix.output())
                    .boxed()
                    .toList();
            layers.add(new Layer(
                    matrix.name(),
                    matrix.rescale().operands().name(),
                    matrix.rescale().operands().lanes(),
                    matrix.output(),
                    steps,
                    matrix));
        }
        return layers;
    }

    @Override
    public List<DriverStep> driver() {
        return program.steps().stream()
                .filter(HostStep.class::isInstance)
                .map(step -> new DriverStep(step.name(), kind(step), step.output()))
                .toList();
    }

    /** AddStep is add, QuantizedAddStep quantized add. */
    private static String kind(MacProgram.Step step) {
        return step.getClass()
                .getSimpleName()
                .replaceFirst("Step$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Estimate> estimate(int samples) {
        return cycles.layers(network, program, samples);
    }

    /** Of each job the longest of slots, beats of activations and beats of results, for the host is between the jobs. */
    @Override
    public double leastCycles(int samples) {
        double sum = 0;
        for (MacProgram.Step step : program.steps()) {
            if (step instanceof MatrixStep matrix) {
                for (ColumnGroup group : matrix.groups()) {
                    sum += leastCycles(
                            matrix, group, (double) samples * matrix.window().positions());
                }
            }
        }
        return sum;
    }

    private double leastCycles(MatrixStep step, ColumnGroup group, double rows) {
        double arrayRows = manifest.parameter("rows");
        double arrayColumns = manifest.parameter("columns");
        double slots = rows
                * group.count()
                * step.depth()
                / (arrayRows * arrayColumns * step.rescale().operands().lanes());
        double results = rows * Math.ceil(group.count() / arrayColumns);
        return Math.max(Math.max(slots, rows * step.depthWords() / arrayRows), results);
    }

    @Override
    public Outcome run(CountingTransport link, short[] codes, int samples) {
        Device device = new Device(manifest, link);
        RunResult result = new MacRunner(device, program).run(codes, samples, RunOptions.ALL_VALUES);
        return new Outcome(result, link.traffic());
    }
}
