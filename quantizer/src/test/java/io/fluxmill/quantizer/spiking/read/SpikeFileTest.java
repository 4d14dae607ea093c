// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.spiking.encode.SpikingSamples;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of spikes, good and bad. */
class SpikeFileTest {
    @TempDir
    private Path folder;

    private DataFile csv(String text) throws IOException {
        return DataFile.of(Files.writeString(folder.resolve("x.csv"), text));
    }

    /** {@code [samples][ticks][inputs]}. */
    private static int[][][] read(DataFile file, int[] columns, int inputs, int most) {
        SpikingSamples samples =
                SpikeFile.read(DatasetConfig.of(file), new NirSpikes(1e-3, false, List.of()), columns, inputs, most);
        return IntStream.range(0, samples.count()).mapToObj(samples::spikes).toArray(int[][][]::new);
    }

    /** An array of NumPy, version 1.0. */
    private DataFile npy(String shape, float... values) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        out.write(padded.getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        out.write(data.array());
        return DataFile.of(Files.write(folder.resolve("x.npy"), out.toByteArray()));
    }

    @Test
    void rowsAreTicks() throws IOException {
        assertArrayEquals(new int[][][] {{{0, 1}, {1, 0}, {1, 1}}}, read(csv("0,1\n1,0\n1,1\n"), null, 2, 1));
        assertArrayEquals(new int[][][] {{{1}, {0}, {1}}}, read(csv("0,1\n1,0\n1,1\n"), new int[] {1}, 1, 1));
        assertArrayEquals(new int[][][] {{{1, 0}, {0, 1}}}, read(csv("0,1\n1,0\n"), new int[] {1, 0}, 2, 1));
    }

    @Test
    void samplesAndShapesOfInputs() throws IOException {
        assertArrayEquals(new int[][][] {{{0, 1}}, {{2, 3}}}, read(npy("2, 1, 2", 0, 1, 2, 3), null, 2, 3));
        assertArrayEquals(new int[][][] {{{0, 1, 2, 3}}}, read(npy("1, 1, 2, 1, 2", 0, 1, 2, 3), null, 4, 3));
    }

    @Test
    void oneDimension() throws IOException {
        DataFile file = npy("4,", 0, 1, 0, 1);
        refuses(
                file + ": spikes must have ticks and inputs, or samples, ticks and inputs: shape=[4]",
                "save them as [samples][ticks][inputs]",
                () -> read(file, null, 4, 1));
        assertEquals(1, read(npy("1, 1, 4", 0, 1, 0, 1), null, 4, 1).length);
    }

    @Test
    void anotherNumberOfInputs() throws IOException {
        DataFile file = csv("0,1,1\n1,0,1\n");
        String remedy = "name the columns to take with data.columns, or another file";
        refuses(
                file + ": spikes must have 2 inputs in a tick, as the network: inputs=3",
                remedy,
                () -> read(file, null, 2, 1));
        refuses(
                file + ": spikes must have 2 inputs in a tick, as the network: columns=[0, 3] of 3",
                remedy,
                () -> read(file, new int[] {0, 3}, 2, 1));
        assertArrayEquals(new int[][][] {{{0, 1}, {1, 1}}}, read(file, new int[] {0, 2}, 2, 1));
    }

    @Test
    void valuesAreSpikes() throws IOException {
        String remedy =
                "encode the data as spikes with a section encoding, or raise engine.value-bits for several spikes in a tick";
        DataFile fraction = csv("0,1\n0.5,0\n");
        refuses(
                fraction + ": input 0 in tick 1 of sample 0 is 0.5, which must be a whole number of spikes from 0 to 1",
                remedy,
                () -> read(fraction, null, 2, 1));
        DataFile negative = csv("0,-1\n0,0\n");
        refuses(
                negative
                        + ": input 1 in tick 0 of sample 0 is -1.0, which must be a whole number of spikes from 0 to 1",
                remedy,
                () -> read(negative, null, 2, 1));
        DataFile nan = npy("1, 1, 1", Float.NaN);
        refuses(
                nan + ": must hold finite numbers: sample 0 value 0=NaN",
                "remove the sample, or replace the value",
                () -> read(nan, null, 1, 1));
        DataFile three = csv("0,3\n0,0\n");
        refuses(
                three + ": input 1 in tick 0 of sample 0 is 3.0, which must be a whole number of spikes from 0 to 1",
                remedy,
                () -> read(three, null, 2, 1));
        assertArrayEquals(new int[][][] {{{0, 3}, {0, 0}}}, read(three, null, 2, 3));
    }

    /** Times as they are written by hand, t/1000 in decimals, are in tick t of 1 ms; 0.043 / 0.001 is less than 43 in double precision. */
    @Test
    void decimalTimesOfEvents() throws IOException {
        int ticks = 2000;
        NirSpikes times = new NirSpikes(1e-3, true, List.of(new Input("in", new int[] {1})));
        String decimals = IntStream.range(0, ticks)
                .mapToObj(t -> BigDecimal.valueOf(t, 3) + ",0\n")
                .collect(Collectors.joining());
        float[] single = new float[2 * ticks];
        for (int t = 0; t < ticks; t++) {
            single[2 * t] = t / 1000f;
        }
        for (DataFile file : List.of(csv(decimals), npy(ticks + ", 2", single))) {
            int[][] spikes =
                    SpikeFile.read(DatasetConfig.of(file), times, null, 1, 1).spikes(0);
            assertEquals(ticks, spikes.length, file.toString());
            for (int t = 0; t < ticks; t++) {
                assertEquals(1, spikes[t][0], file + ", tick " + t);
            }
        }
        DataFile between = csv("0.0019,0\n0.0005,0\n");
        assertArrayEquals(
                new int[][] {{1}, {1}},
                SpikeFile.read(DatasetConfig.of(between), times, null, 1, 1).spikes(0));
        DataFile before = csv("-0.0000001,0\n");
        refuses(
                before
                        + ": event 0 must have a tick from 0 to 16777215 and an address from 0 to 0: time=-1.0E-7, address=0.0",
                "check the order of the columns, their units and contract.dt",
                () -> SpikeFile.read(DatasetConfig.of(before), times, null, 1, 1));
    }
}
