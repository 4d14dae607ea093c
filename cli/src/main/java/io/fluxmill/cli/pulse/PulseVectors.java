// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.family.Vectors;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.pulse.PulseRunner;
import io.fluxmill.driver.transport.ScriptTransport;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.quantizer.pulse.map.PulseMapping;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import io.fluxmill.quantizer.pulse.reference.ClassicalReference;
import io.fluxmill.quantizer.pulse.reference.FrontEndReference;
import io.fluxmill.quantizer.pulse.reference.PacketReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Pulses on all channels through random settings, a random network of two layers and a random filter, as far as the engine has them. */
record PulseVectors(PulseConfig engine, Manifest manifest) implements Vectors {
    private static final int RUNS = 2;
    private static final int WINDOW = 8;
    private static final int FILTERS = 2;
    private static final int KERNEL = 3;
    private static final int PULSES = 6;
    private static final int SPACING = 40;

    @Override
    public int run(Device device, Random random, BooleanSupplier more) {
        PulseRunner runner = new PulseRunner(device);
        int run = 0;
        for (; run < RUNS && more.getAsBoolean(); run++) {
            Job job = job(random);
            load(runner, job);
            runner.enable();
            runner.stream(samples(random, engine.channels()));
            runner.disable();
        }
        return run;
    }

    /** The same, but pulses on the first channel alone, so that the order of packets is known, and one at a time, so that none is lost. */
    @Override
    public List<Script> scripts(Random random) {
        PulseScript script = new PulseScript();
        ScriptTransport transport = new ScriptTransport(manifest, script);
        PulseRunner runner = new PulseRunner(new Device(manifest, transport));
        for (int run = 0; run < RUNS; run++) {
            Job job = job(random);
            script.load(
                    new FrontEndReference(job.frontEnd(), 0, engine.adcBits(), engine.activationBits()),
                    new PacketReference(
                            job.network(),
                            job.classical() == null
                                    ? null
                                    : new ClassicalReference(
                                            job.classical(), job.frontEnd().pretrigger(), engine.adcBits())));
            load(runner, job);
            runner.enable();
            int[][] samples = samples(random, 1);
            for (int pulse = 0; pulse < PULSES; pulse++) {
                int first = pulse * SPACING;
                int[][] part = Arrays.stream(samples)
                        .map(channel -> Arrays.copyOfRange(channel, first, first + SPACING))
                        .toArray(int[][]::new);
                script.stream(part[0]);
                runner.stream(part);
            }
            runner.disable();
        }
        return List.of(transport.script());
    }

    /**
     * What is loaded.
     *
     * @param network null if the engine has none
     * @param classical null if the engine has no chain
     */
    private record Job(FrontEndSettings frontEnd, PulseNetwork network, ClassicalSettings classical) {}

    private Job job(Random random) {
        PulseNetwork network = engine.network() ? network(random) : null;
        ClassicalSettings classical = engine.classical() ? classical(random) : null;
        return new Job(frontEnd(random), network, classical);
    }

    private void load(PulseRunner runner, Job job) {
        PulseProgram program = job.network() == null ? null : PulseMapping.map(job.network(), manifest);
        runner.load(job.frontEnd(), program, job.classical(), (1 << engine.channels()) - 1);
    }

    private FrontEndSettings frontEnd(Random random) {
        int full = 16 << engine.adcBits();
        return new FrontEndSettings(
                WINDOW,
                2,
                full / 32,
                full / 64,
                false,
                true,
                0,
                BaselineMode.FIXED,
                full / 8,
                4,
                2,
                false,
                random.nextInt(1 << 16),
                4 + random.nextInt(8),
                Collections.nCopies(FrontEndSettings.GAINS, 0));
    }

    private ClassicalSettings classical(Random random) {
        List<List<Integer>> coefficients = Collections.nCopies(
                engine.phaseBanks(), random.ints(WINDOW, -1000, 1000).boxed().toList());
        return new ClassicalSettings(1 << 16, 2, 1, 3, 128, 2, 1600, 0, 6, 0, 4, 4, coefficients, coefficients);
    }

    private PulseNetwork network(Random random) {
        Layer convolution = layer(random, "convolution", WINDOW, 1, KERNEL, 1, WINDOW, FILTERS);
        Layer dense = layer(random, "dense", 1, WINDOW * FILTERS, 1, 0, 1, 2);
        return new PulseNetwork(
                "vectors",
                WINDOW,
                1,
                engine.activationBits(),
                Rounding.NEAREST_EVEN,
                List.of(convolution, dense),
                List.of(new Output("first", "", 1, 0), new Output("second", "", 1, 0)));
    }

    private static Layer layer(
            Random random, String name, int length, int channels, int kernel, int pad, int positions, int filters) {
        byte[] weights = new byte[filters * kernel * channels];
        random.nextBytes(weights);
        int[] bias = random.ints(filters, -1000, 1000).toArray();
        int[] multipliers = random.ints(filters, 0x8000, 0x10000).toArray();
        int[] shifts = random.ints(filters, 20, 26).toArray();
        return new Layer(
                name,
                length,
                channels,
                kernel,
                1,
                pad,
                positions,
                filters,
                random.nextBoolean(),
                weights,
                bias,
                multipliers,
                shifts);
    }

    /**
     * ADC codes {@code [channel][sample]}: a pedestal with pulses of random height at random distances.
     *
     * @param active channels that have pulses
     */
    private int[][] samples(Random random, int active) {
        int full = (1 << engine.adcBits()) - 1;
        int[][] samples = new int[engine.channels()][PULSES * SPACING];
        for (int c = 0; c < samples.length; c++) {
            int[] channel = samples[c];
            for (int i = 0; i < channel.length; i++) {
                channel[i] = full / 8 + random.nextInt(4);
            }
            for (int pulse = 0; c < active && pulse < PULSES; pulse++) {
                int start = pulse * SPACING + random.nextInt(SPACING / 2);
                int height = full / 8 + random.nextInt(full / 2);
                for (int i = 0; i < WINDOW; i++) {
                    channel[start + i] += height >> i;
                }
            }
        }
        return samples;
    }
}
