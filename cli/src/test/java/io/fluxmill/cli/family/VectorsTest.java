// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.console.Console;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.Transport;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of the netlist check make an engine of every family work: its own counters say so. */
@Tag("verilator")
class VectorsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{family: mac, name: few, rows: 2, columns: 2, formats: [INT8, INT4]} | 2 | MACS_LOW",
                "{family: pulse, name: few, channels: 1, window: 16, features: [network, classical]} | 2 | MACS_LOW",
                "{family: pulse, name: few, channels: 2, window: 16, features: [classical]} | 2 | PACKETS_LOW",
                "{family: sfq, name: few, library: rsfqlib-v3, quantum-ps: 1, netlist: {name: few, inputs: [a], outputs: [y],"
                        + " cells: {t: {cell: TFF, a: a, q: y}}}} | 2 | PULSES_LOW"
            })
    void countersMove(String engine, int programs, String counter) throws Exception {
        ConfigNode root = ConfigNode.parse(folder.resolve("few.yaml"), "engine: " + engine + "\n");
        DesignConfig design = Families.BUILT_IN.design(root);
        Console nowhere =
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false);
        Rig rig = new Rig(folder, new SimulatorBench(), nowhere);
        Manifest manifest = rig.generate(design.engine());
        try (Transport transport = rig.build(false).open(1, 0, 0)) {
            Device device = new Device(manifest, transport);
            device.identify();
            Vectors vectors = design.family().vectors(design.engine(), manifest);
            assertEquals(0, vectors.run(device, new Random(1), () -> false), "nothing is begun when time is over");
            assertEquals(programs, vectors.run(device, new Random(1), () -> true));
            assertTrue(device.read(counter) != 0, counter);
        }
    }
}
