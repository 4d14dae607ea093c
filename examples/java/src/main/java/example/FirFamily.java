// SPDX-License-Identifier: Apache-2.0
package example;

import io.fluxmill.cli.Fluxmill;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Vectors;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.hw.parts.HostedEngine;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Filters as a family of engines: the command's verbs work with them as with its own. {@link #main} is that command. */
public final class FirFamily implements Family {
    private static final IntegerRule SAMPLES = IntegerRule.range("samples", 1, 1_000_000);
    private static final int DEFAULT_SAMPLES = 1_000;
    private static final int VECTOR_SAMPLES = 32;

    /** The command {@code fluxmill} with this family. */
    public static void main(String[] args) {
        System.exit(Fluxmill.run(Families.BUILT_IN.with(new FirFamily()), args));
    }

    @Override
    public String name() {
        return "fir";
    }

    @Override
    public FirConfig engine(ConfigNode engine) {
        return FirConfig.from(engine);
    }

    @Override
    public List<String> sections() {
        return List.of("verify");
    }

    @Override
    public Job job(ConfigNode root) {
        FirConfig config = engine(root.node("engine"));
        int samples = root.optionalNode("verify").map(FirFamily::samples).orElse(DEFAULT_SAMPLES);
        root.rejectUnknown();
        return rig -> verify(root.file().toString(), config, samples, rig);
    }

    private static int samples(ConfigNode verify) {
        int samples = SAMPLES.read(verify, DEFAULT_SAMPLES);
        verify.rejectUnknown();
        return samples;
    }

    private static Verdict verify(String file, FirConfig config, int samples, Rig rig) throws IOException {
        Manifest manifest = rig.generate(config);
        Engines engines = rig.build(false);
        Random random = new Random(1);
        short[] taps = random(random, config.taps());
        short[] input = random(random, samples);
        long[] found = rig.parts("filtering", 1, part -> {
                    try (Transport transport = engines.open(1, 20, 30)) {
                        FirFilter filter = new FirFilter(new Device(manifest, transport));
                        filter.load(taps);
                        return filter.filter(input);
                    }
                })
                .get(0);
        return Verdict.of(file, manifest.design(), samples, compare(found, expected(taps, input)), rig);
    }

    private static Comparison compare(long[] found, long[] expected) {
        long mismatches = 0;
        String first = null;
        for (int n = 0; n < expected.length; n++) {
            if (found[n] != expected[n]) {
                mismatches++;
                first = first != null ? first : "sum " + n + " is " + found[n] + " and must be " + expected[n];
            }
        }
        return new Comparison(expected.length, mismatches, first);
    }

    /** The definition of the filter. */
    static long[] expected(short[] taps, short[] samples) {
        long[] sums = new long[samples.length];
        for (int n = 0; n < samples.length; n++) {
            for (int tap = 0; tap < taps.length && tap <= n; tap++) {
                sums[n] += (long) taps[tap] * samples[n - tap];
            }
        }
        return sums;
    }

    static short[] random(Random random, int count) {
        short[] values = new short[count];
        for (int i = 0; i < count; i++) {
            values[i] = (short) random.nextInt();
        }
        return values;
    }

    /** Random filters with random samples, for the comparison of the netlist with the RTL. */
    @Override
    public Vectors vectors(HostedEngine engine, Manifest manifest) {
        int taps = ((FirConfig) engine).taps();
        return (device, random, more) -> {
            FirFilter filter = new FirFilter(device);
            int runs = 0;
            for (; more.getAsBoolean(); runs++) {
                filter.load(random(random, taps));
                filter.filter(random(random, VECTOR_SAMPLES));
            }
            return runs;
        };
    }
}
