// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.mac.MacConfig;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Network processors of the tests. */
public enum NetworkProcessors {
    /** Results of one, two and four lanes. */
    NETWORK4X4(4, 4, 2, true, 4, "INT8", "FP4_E2M1", "POSIT16_1"),
    NETWORK8X8(8, 8, 1, false, 0, "INT8", "INT4", "POSIT8_0"),
    /** One row, with more banks than it needs. */
    NETWORK1X4(1, 4, 1, true, 0, "INT8"),
    NETWORK2X8(2, 8, 2, true, 4, "POSIT8_0", "FP4_E2M1"),
    NETWORK4X8(4, 8, 1, false, 0, "POSIT8_0", "POSIT4_1");

    private final NetworkConfig config;

    NetworkProcessors(int rows, int columns, int outputCycles, boolean depthwise, int termTables, String... formats) {
        List<NumberFormat> numbers = Stream.of(formats).map(NumberFormats::of).toList();
        MacConfig engine = new MacConfig(
                name().toLowerCase(Locale.ROOT),
                rows,
                columns,
                numbers,
                List.of(),
                4096,
                termTables > 0 ? 16384 : 1024,
                64,
                4,
                32,
                outputCycles,
                16);
        config = new NetworkConfig(engine, 1024, 1024, depthwise, termTables);
    }

    NetworkConfig config() {
        return config;
    }

    /** Its Verilog and manifest. */
    public Design design() {
        return NetworkDesign.generate(config);
    }
}
