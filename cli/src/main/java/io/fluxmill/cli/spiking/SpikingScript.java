// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingProgram.Place;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.spiking.SpikingInput;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import io.fluxmill.driver.transport.ScriptTransport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A program on an engine of one core, and every word that must come of it: the spikes of the outputs, the ends of ticks and the states after each of them, by the
 * integer reference.
 *
 * @param words what comes out of the sample
 * @param counters what counters read
 */
record SpikingScript(List<Integer> words, Map<String, Long> counters) implements ScriptTransport.Reference {
    private static final List<String> COUNTERS = List.of("SPIKES", "DROPPED");
    private static final int CLEAR_COUNTERS = 0b10;
    private static final long TIMEOUT_CYCLES = 1_000_000;

    /** @param spikes of the only input, {@code [ticks][inputs]} */
    static Script of(Manifest manifest, IntegerNetwork network, SpikingProgram program, int[][] spikes) {
        SpikingShape shape = SpikingShape.of(manifest);
        IntegerReference.Run run = new IntegerReference(network).run(new int[][][] {spikes});
        SpikingScript script = new SpikingScript(
                answers(shape, program, run), Map.of(COUNTERS.get(0), fired(run), COUNTERS.get(1), 0L));
        ScriptTransport transport = new ScriptTransport(manifest, script);
        Device device = new Device(manifest, transport);
        SpikingRunner runner = new SpikingRunner(device, program);
        String in = manifest.streams().get(0).name();
        String out = manifest.streams().get(1).name();
        transport.exchange(List.of(new StreamTransfer(in, bytes(runner.loads()))), TIMEOUT_CYCLES);
        runner.configure();
        device.write("CONTROL", CLEAR_COUNTERS);
        List<Integer> words = runner.sample(SpikingInput.spikes(spikes), States.EVERY_TICK);
        transport.exchange(
                List.of(new StreamTransfer(in, bytes(words)), new StreamTransfer(out, bytes(script.words()))),
                TIMEOUT_CYCLES);
        COUNTERS.forEach(device::counter);
        return transport.script();
    }

    private static long fired(IntegerReference.Run run) {
        return Arrays.stream(run.spikes())
                .flatMap(Arrays::stream)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .sum();
    }

    private static List<Integer> answers(SpikingShape shape, SpikingProgram program, IntegerReference.Run run) {
        List<Integer> words = new ArrayList<>();
        int ticks = run.spikes()[0].length;
        for (int t = 0; t < ticks; t++) {
            for (int p = 0; p < program.populations().size(); p++) {
                Place place = program.populations().get(p);
                if (place.output()) {
                    spikes(words, place, run.spikes()[p][t]);
                }
            }
            words.add(SpikingLayout.word(SpikingLayout.TICK, 0, 0) | t);
            for (int p = 0; p < program.populations().size(); p++) {
                Place place = program.populations().get(p);
                if (place.watched()) {
                    states(words, shape, place, run.membranes()[p][t], run.currents()[p][t]);
                }
            }
        }
        return words;
    }

    /** In the order of the hardware's neurons. */
    private static void spikes(List<Integer> words, Place place, int[] spikes) {
        List<Integer> ofPlace = new ArrayList<>();
        for (int n = 0; n < spikes.length; n++) {
            if (spikes[n] > 0) {
                ofPlace.add(SpikingLayout.word(SpikingLayout.SPIKE, spikes[n], place.index()[n]));
            }
        }
        int index = (1 << SpikingLayout.INDEX_BITS) - 1;
        ofPlace.sort((a, b) -> Integer.compare(a & index, b & index));
        words.addAll(ofPlace);
    }

    /** Group by group the membranes, then the currents; 0 in lanes without a neuron. */
    private static void states(List<Integer> words, SpikingShape shape, Place place, int[] membranes, int[] currents) {
        int lanes = shape.lanes();
        for (Part part : place.parts()) {
            int[][] values = new int[2][part.groups() * lanes];
            for (int n = 0; n < membranes.length; n++) {
                int at = place.index()[n] - part.firstGroup() * lanes;
                values[0][at] = membranes[n];
                values[1][at] = currents[n];
            }
            for (int group = 0; group < part.groups(); group++) {
                for (int kind = 0; kind < (shape.currents() ? 2 : 1); kind++) {
                    for (int lane = 0; lane < lanes; lane++) {
                        words.add(values[kind][group * lanes + lane]);
                    }
                }
            }
        }
    }

    private static ByteBuffer bytes(List<Integer> words) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        return bytes.flip();
    }

    @Override
    public Read read(Register register, Step last) {
        Long value = counters.get(register.name().replace("_LOW", "").replace("_HIGH", ""));
        boolean high = register.name().endsWith("_HIGH");
        return value == null
                ? new Read(0, 0, 0, false)
                : new Read(0, (int) (high ? value >>> Integer.SIZE : value), -1, false);
    }

    @Override
    public Expect results(String stream, int bytes) {
        byte[] beats = new byte[bytes];
        bytes(words).get(beats);
        byte[] mask = new byte[bytes];
        Arrays.fill(mask, (byte) -1);
        return new Expect(stream, beats, mask);
    }
}
