// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.program;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.ProgramValues;
import io.fluxmill.core.program.mac.network.LayerCycles;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.core.program.mac.network.NetworkLayer;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.mac.LayerCounters;
import io.fluxmill.driver.mac.NetworkRunner;
import io.fluxmill.driver.mac.RunResult;
import io.fluxmill.driver.transport.CountingTransport;
import io.fluxmill.driver.transport.CountingTransport.Traffic;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.map.NetworkMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network on the network processor. Where each start has an engine of its own, samples run twice: with a program that sends every map, for its values,
 * and with one that sends the result alone, for the result, the cycles and what goes over the link. An engine that keeps its memories is loaded once, with the
 * second program, and gets nothing but samples.
 *
 * @param images samples of a start
 * @param all the program that sends every map; the other one, if the engine is loaded once
 */
record ProcessorNetwork(
        QuantizedNetwork network, Manifest manifest, int images, NetworkProgram all, NetworkProgram result)
        implements MappedNetwork {

    /** Starts between two resets of an engine that is loaded once. */
    private static final int STARTS_OF_PART = 64;

    /** Maps as many samples to a start as the memory has room for, at most {@link NetworkMapping#MOST_IMAGES}. */
    static ProcessorNetwork map(QuantizedNetwork network, Manifest manifest, int samples, boolean loadsOnce) {
        int most = NetworkMapping.mostImages(network, manifest, samples, !loadsOnce);
        int starts = (samples + most - 1) / most;
        int images = loadsOnce ? (samples + starts - 1) / starts : most;
        NetworkProgram result = program(network, manifest, images, false);
        NetworkProgram all = loadsOnce ? result : program(network, manifest, images, true);
        return new ProcessorNetwork(network, manifest, images, all, result);
    }

    private static NetworkProgram program(QuantizedNetwork network, Manifest manifest, int images, boolean sendsAll) {
        return NetworkMapping.map(network, manifest, images, sendsAll);
    }

    @Override
    public int partSamples() {
        return all == result ? STARTS_OF_PART * images : images;
    }

    @Override
    public ProgramValues outline() {
        return all.outline();
    }

    @Override
    public String firstRegister() {
        return "CONTROL";
    }

    @Override
    public List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < result.layers().size(); i++) {
            NetworkLayer layer = result.layers().get(i);
            Matrix matrix = network.matrices().stream()
                    .filter(one ->
                            layer.kind() == LayerKind.MATRIX && one.name().equals(layer.name()))
                    .findFirst()
                    .orElse(null);
            layers.add(new Layer(title(layer), operands(layer), slotLanes(i), layer.value(), List.of(i), matrix));
        }
        return layers;
    }

    /** Lanes of the slots that pass in a layer: those of its operands, or of the layer that waits for the input or made the output. */
    private int slotLanes(int index) {
        int at = index;
        while (at > 0 && result.layers().get(at).operands() == null) {
            at--;
        }
        while (result.layers().get(at).operands() == null) {
            at++;
        }
        return lanes(result.layers().get(at));
    }

    private static String title(NetworkLayer layer) {
        return switch (layer.kind()) {
            case MATRIX, TERMS -> layer.name();
            case INPUT, PACKED_INPUT -> layer.name() + " (input)";
            case OUTPUT -> layer.name() + " (output)";
        };
    }

    private String operands(NetworkLayer layer) {
        return layer.operands() != null
                ? layer.operands()
                : result.values().get(layer.value()).format().name();
    }

    private int lanes(NetworkLayer layer) {
        return FormatPair.of(operands(layer)).lanes();
    }

    @Override
    public List<DriverStep> driver() {
        return List.of();
    }

    @Override
    public List<Estimate> estimate(int samples) {
        NetworkProgram program =
                samples == images ? result : program(network, manifest, Math.min(samples, images), false);
        List<Long> cycles = LayerCycles.of(manifest).of(program.descriptors());
        long units = manifest.parameter("rows") * manifest.parameter("columns");
        List<Estimate> estimates = new ArrayList<>();
        for (NetworkLayer layer : program.layers()) {
            int index = estimates.size();
            long taken = cycles.get(index);
            estimates.add(new Estimate(
                    title(layer),
                    operands(layer),
                    index == 0 ? 1 : 0,
                    layer.macs(),
                    taken,
                    taken * units * slotLanes(index)));
        }
        return estimates;
    }

    /** The longest of slots, beats of the input and beats of the result, for the streams can move while the array computes. */
    @Override
    public double leastCycles(int samples) {
        double rows = manifest.parameter("rows");
        double units = rows * manifest.parameter("columns");
        double slots = 0;
        double taken = 0;
        double sent = 0;
        for (NetworkLayer layer : result.layers()) {
            double words = (double) samples * result.values().get(layer.value()).elements() / lanes(layer);
            switch (layer.kind()) {
                case MATRIX -> slots += (double) layer.macs() * samples / images / (units * lanes(layer));
                case INPUT, PACKED_INPUT -> taken += words / rows;
                case OUTPUT -> sent += words / rows;
            }
        }
        return Math.max(slots, Math.max(taken, sent));
    }

    @Override
    public Outcome run(CountingTransport link, short[] codes, int samples) {
        return all == result ? runLoaded(link, codes, samples) : runTwice(link, codes, samples);
    }

    /** Start after start. If the last one has fewer samples, the rest are zero codes: another program would have to be loaded. */
    private Outcome runLoaded(CountingTransport link, short[] codes, int samples) {
        NetworkRunner runner = new NetworkRunner(new Device(manifest, link), result);
        Traffic loaded = link.traffic();
        int elements = outline().elements(0);
        int results = outline().elements(network.output());
        short[] output = new short[samples * results];
        List<LayerCounters> layers = null;
        long cycles = 0;
        for (int first = 0; first < samples; first += images) {
            int count = Math.min(images, samples - first);
            RunResult found = runner.run(Arrays.copyOf(
                    Arrays.copyOfRange(codes, first * elements, (first + count) * elements), images * elements));
            System.arraycopy(found.output(), 0, output, first * results, count * results);
            layers = layers == null ? found.layers() : sums(layers, found.layers());
            cycles += found.cycles();
        }
        short[][] values = new short[result.values().size()][];
        values[network.output()] = output;
        return new Outcome(
                new RunResult(outline(), samples, values, layers, cycles),
                link.traffic().minus(loaded));
    }

    private static List<LayerCounters> sums(List<LayerCounters> some, List<LayerCounters> more) {
        return IntStream.range(0, some.size())
                .mapToObj(i -> some.get(i).plus(more.get(i)))
                .toList();
    }

    private Outcome runTwice(CountingTransport link, short[] codes, int samples) {
        boolean whole = samples == images;
        Device device = new Device(manifest, link);
        RunResult values =
                new NetworkRunner(device, whole ? all : program(network, manifest, samples, true)).run(codes);
        NetworkRunner runner = new NetworkRunner(device, whole ? result : program(network, manifest, samples, false));
        Traffic loaded = link.traffic();
        RunResult last = runner.run(codes);
        values.values()[network.output()] = last.output();
        return new Outcome(
                new RunResult(values.program(), samples, values.values(), last.layers(), last.cycles()),
                link.traffic().minus(loaded));
    }
}
