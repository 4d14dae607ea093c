// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.toy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Vectors;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.ModuleName;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.hw.parts.HostedEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * A family that the project does not have: its engine inverts a stream. That it goes through all verbs shows that a new family touches nothing else.
 *
 * @param inverts whether the reference says so, too; a reference that does not must be found out
 */
public record ToyFamily(boolean inverts) implements Family {
    private static final int PARTS = 3;
    private static final int BEATS = 40;
    private static final long TIMEOUT = 1_000_000;

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public HostedEngine engine(ConfigNode engine) {
        ToyEngine toy = new ToyEngine(ModuleName.from(engine));
        engine.ignore("family");
        engine.rejectUnknown();
        return toy;
    }

    @Override
    public Job job(ConfigNode root) {
        HostedEngine engine = engine(root.node("engine"));
        root.rejectUnknown();
        return new ToyJob(engine);
    }

    @Override
    public Vectors vectors(HostedEngine engine, Manifest manifest) {
        return (Device device, Random random, BooleanSupplier more) -> {
            byte[] data = new byte[ToyEngine.BEAT_BYTES * BEATS];
            random.nextBytes(data);
            through(device, data);
            return 1;
        };
    }

    private static byte[] through(Device device, byte[] data) {
        ByteBuffer in = ByteBuffer.allocateDirect(data.length).put(data).flip();
        ByteBuffer out = ByteBuffer.allocateDirect(data.length);
        device.transport()
                .exchange(
                        List.of(new StreamTransfer(ToyEngine.IN, in), new StreamTransfer(ToyEngine.OUT, out)), TIMEOUT);
        byte[] result = new byte[data.length];
        out.clear().get(result);
        return result;
    }

    private final class ToyJob implements Job {
        private final HostedEngine engine;

        ToyJob(HostedEngine engine) {
            this.engine = engine;
        }

        @Override
        public Verdict verify(Rig rig) throws IOException {
            Manifest manifest = rig.generate(engine);
            Engines engines = rig.build(false);
            long wrong = rig.parts("inverting", PARTS, part -> part(manifest, engines, part)).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            Comparison comparison = new Comparison((long) PARTS * BEATS, wrong, wrong == 0 ? null : "a beat");
            return new Verdict(
                    manifest.design(),
                    "inverter",
                    PARTS,
                    comparison,
                    true,
                    Map.of("simulate", rig.simulateSeconds()),
                    List.of(Check.of("toy", "beats", comparison, rig.simulateSeconds())),
                    JsonNodeFactory.instance.objectNode().put("inverts", inverts),
                    "<!DOCTYPE html><title>toy</title>",
                    List.of("beats: " + comparison.words()));
        }

        private long part(Manifest manifest, Engines engines, int part) {
            byte[] data = new byte[ToyEngine.BEAT_BYTES * BEATS];
            new Random(part).nextBytes(data);
            long wrong = 0;
            try (Transport transport = engines.open(part + 1, 20, 30)) {
                Device device = new Device(manifest, transport);
                device.identify();
                byte[] result = through(device, data);
                for (int beat = 0; beat < BEATS; beat++) {
                    boolean equal = true;
                    for (int i = ToyEngine.BEAT_BYTES * beat; i < ToyEngine.BEAT_BYTES * (beat + 1); i++) {
                        equal &= result[i] == (byte) (inverts ? ~data[i] : data[i]);
                    }
                    wrong += equal ? 0 : 1;
                }
            }
            return wrong;
        }
    }
}
