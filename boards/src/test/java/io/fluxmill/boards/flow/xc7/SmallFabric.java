// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A database of our own in the format of prjxray: part {@code tiny-1} of the fabric {@code tiny}, with two logic tiles, a memory tile, a pair of
 * pads, and single pads at both ends of their column.
 */
final class SmallFabric {
    static final String PART = "tiny-1";
    static final int IDCODE = 0x0123_4093;

    /** Bits of the memory at each address of INIT: two words of 16 bits. */
    static final int INIT_BITS = 32;

    private static final String LOGIC =
            """
            LOGIC.LUT.INIT[00] 02_00
            LOGIC.LUT.INIT[01] 03_33
            LOGIC.LUT.INIT[02] 02_34
            LOGIC.LUT.INIT[03] 03_35
            LOGIC.FF.ZRST 00_07
            LOGIC.MUX.A 00_01 !00_02 !01_63
            LOGIC.MUX.B !00_01 00_02 !01_63
            LOGIC.MUX.C 00_01 !00_02 01_63
            LOGIC.MUX.NONE !00_01 !00_02 !01_63
            LOGIC.WIDE !01_08 01_09
            LOGIC.WIDE[3] 01_10
            """;
    private static final String PADS =
            """
            PADS.PAD_Y1.PULL.UP 00_02 !01_31
            PADS.PAD_Y1.PULL.DOWN !00_02 01_31
            PADS.PAD_Y0.PULL.UP 00_66 !01_95
            PADS.PAD_Y0.PULL.DOWN !00_66 01_95
            PADS.PAIR 01_64 01_02
            """;
    private static final String GRID =
            """
            {
            "LOGIC_X0Y0": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000080", "frames": 4, "offset": 3, "words": 2}},
                           "type": "LOGIC", "sites": {}},
            "LOGIC_X1Y0": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00400080", "frames": 4, "offset": 99, "words": 2}},
                           "type": "LOGIC", "sites": {}},
            "MEMORY_X2Y0": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000100", "frames": 2, "offset": 0, "words": 1},
                                     "BLOCK_RAM": {"baseaddr": "0x00800000", "frames": 2, "offset": 10, "words": 1}},
                            "type": "MEMORY"},
            "PADS_X0Y1": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000000", "frames": 2, "offset": 2, "words": 4}}, "type": "PADS"},
            "PADS_SING_X0Y0": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000000", "frames": 2, "offset": 0, "words": 2,
                               "alias": {"type": "PADS", "start_offset": 2, "sites": {}}}}, "type": "PADS_SING"},
            "PADS_SING_X0Y9": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000000", "frames": 2, "offset": 99, "words": 2,
                               "alias": {"type": "PADS", "start_offset": 0, "sites": {"PAD_YT": "PAD_Y1"}}}}, "type": "PADS_SING"},
            "BEYOND_X9Y9": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000200", "frames": 4, "offset": 0, "words": 2}}, "type": "LOGIC"},
            "ECC_X8Y8": {"bits": {"CLB_IO_CLK": {"baseaddr": "0x00000080", "frames": 4, "offset": 50, "words": 1}}, "type": "LOGIC"},
            "BARE_X0Y0": {"bits": {}, "type": "MEMORY"},
            "NULL_X0Y0": {"bits": {}, "type": "NULL"}
            }
            """;

    private SmallFabric() {}

    static XrayDatabase open(Path folder) throws IOException {
        write(folder, "mapping/parts.yaml", PART + ":\n  device: tiny-half\n");
        write(folder, "mapping/devices.yaml", "\"tiny-half\":\n  fabric: \"tiny\"\n");
        write(folder, "tiny/tilegrid.json", GRID);
        write(folder, PART + "/part.json", part());
        write(folder, "segbits_logic.db", LOGIC);
        write(folder, "segbits_pads.db", PADS);
        write(folder, "ppips_logic.db", "LOGIC.IN.OUT always\nLOGIC.MUX.HINT hint\n");
        write(folder, "ppips_pads_sing.db", "PADS_SING.I.O always\n");
        write(folder, "segbits_memory.db", "MEMORY.RAM.IN_USE 00_00 01_00\n");
        write(folder, "segbits_memory.block_ram.db", memory());
        return XrayDatabase.open(folder, PART);
    }

    private static String memory() {
        return IntStream.range(0, INIT_BITS)
                .mapToObj(bit -> String.format("MEMORY.RAM.INIT_00[%03d] %02d_%02d%n", bit, bit % 2, bit / 2))
                .collect(Collectors.joining());
    }

    private static String part() {
        String logic =
                "{\"configuration_columns\": {\"0\": {\"frame_count\": 2}, \"1\": {\"frame_count\": 4}, \"2\": {\"frame_count\": 2}}}";
        String memory = "{\"configuration_columns\": {\"0\": {\"frame_count\": 2}}}";
        String rows = "{\"rows\": {\"0\": {\"configuration_buses\": {\"CLB_IO_CLK\": " + logic + ", \"BLOCK_RAM\": "
                + memory + "}}}}";
        return "{\"idcode\": " + IDCODE + ", \"global_clock_regions\": {\"top\": " + rows + ", \"bottom\": " + rows
                + "}}";
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
