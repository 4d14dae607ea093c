// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameAssemblerTest {
    private static final String TOOLS = "nextpnr and the database must fit: fluxmill tools install xc7";

    @TempDir
    private Path folder;

    private XrayDatabase database;

    @BeforeEach
    void writeDatabase() throws IOException {
        database = SmallFabric.open(folder.resolve("database"));
    }

    private FrameAssembler.Assembled assemble(String fasm) throws IOException {
        return FrameAssembler.assemble(database, Files.writeString(folder.resolve("t.fasm"), fasm));
    }

    /** Bits as bitread names them. */
    private static Set<String> bits(Frames frames) throws IOException {
        Set<String> bits = new TreeSet<>();
        Frames rest = frames;
        while (!rest.first().isEmpty()) {
            bits.add(rest.first());
            Path one = Files.createTempFile("bit", "");
            Files.writeString(one, rest.first() + "\n");
            rest = rest.without(Frames.readBits(one));
            Files.delete(one);
        }
        return bits;
    }

    @Test
    void partIsFoundByNameThroughItsDevice() {
        assertEquals(SmallFabric.IDCODE, database.idcode());
        InputException e =
                assertThrows(InputException.class, () -> XrayDatabase.open(folder.resolve("database"), "tiny-2"));
        assertEquals("part must be in the database of 7-series parts: part=tiny-2", e.getMessage());
        assertEquals("did you mean tiny-1?", e.remedy());
        e = assertThrows(InputException.class, () -> XrayDatabase.open(folder, "tiny-1"));
        assertEquals("the database of 7-series parts has no mapping/parts.yaml: folder=" + folder, e.getMessage());
        assertEquals("install the tools again with: fluxmill tools install xc7", e.remedy());
    }

    /** Frame = base address + column, word = offset + bit / 32, worked out by hand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOGIC_X0Y0.FF.ZRST | bit_00000080_003_07",
                "LOGIC_X0Y0.LUT.INIT[3:0] = 4'b1111 | bit_00000082_003_00 bit_00000082_004_02 bit_00000083_004_01 bit_00000083_004_03",
                "LOGIC_X0Y0.LUT.INIT[3:2] = 2'b10 | bit_00000083_004_03",
                "LOGIC_X1Y0.MUX.C | bit_00400080_099_01 bit_00400081_100_31",
                "LOGIC_X0Y0.MUX.NONE | -",
                "LOGIC_X0Y0.LUT.INIT[3:0] = 0 | -",
                "LOGIC_X0Y0.WIDE | bit_00000081_003_09",
                "LOGIC_X0Y0.WIDE[0] | bit_00000081_003_09",
                "LOGIC_X0Y0.WIDE[3] | bit_00000081_003_10",
                "LOGIC_X0Y0.IN.OUT | -",
                "PADS_SING_X0Y0.I.O | -",
                "MEMORY_X2Y0.RAM.IN_USE | bit_00000100_000_00 bit_00000101_000_00",
                "MEMORY_X2Y0.RAM.INIT_00[31:0] = 32'h80000005 | bit_00800000_010_00 bit_00800000_010_01 bit_00800001_010_15",
                "PADS_X0Y1.PAD_Y0.PULL.UP | bit_00000000_004_02",
                "PADS_SING_X0Y0.PAD_Y0.PULL.UP | bit_00000000_000_02",
                "PADS_SING_X0Y9.PAD_YT.PULL.DOWN | bit_00000001_099_31",
                "PADS_SING_X0Y9.PAD_Y1.PULL.DOWN | bit_00000001_099_31"
            })
    void bitsOfAFeature(String fasm, String bits) throws IOException {
        Set<String> expected = bits.equals("-") ? Set.of() : new TreeSet<>(Arrays.asList(bits.split(" ")));
        FrameAssembler.Assembled assembled = assemble(fasm);
        assertEquals(expected, bits(assembled.frames()));
        assertEquals(expected.size(), assembled.frames().ones());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOWHERE_X0Y0.A | tile must be one of the fabric: NOWHERE_X0Y0.A |" + TOOLS,
                "LOGIC_X0Y0.MUX.D | feature must be one of tile type LOGIC: LOGIC_X0Y0.MUX.D | did you mean MUX.A?",
                "LOGIC_X0Y0.LUT.INITS[3:0] = 0 | feature must be one of tile type LOGIC: LOGIC_X0Y0.LUT.INITS | did you mean LUT.INIT?",
                "NULL_X0Y0.A | feature must be one of tile type NULL: NULL_X0Y0.A |" + TOOLS,
                "LOGIC_X0Y0.LUT.INIT[4] | address must be one of the feature: address=4: LOGIC_X0Y0.LUT.INIT |" + TOOLS,
                "PADS_SING_X0Y0.PAD_Y1.PULL.UP | bits must be inside the tile: PADS_SING_X0Y0.PAD_Y1.PULL.UP |" + TOOLS,
                "PADS_SING_X0Y9.PAD_Y0.PULL.UP | bits must be inside the tile: PADS_SING_X0Y9.PAD_Y0.PULL.UP |" + TOOLS,
                "BEYOND_X9Y9.FF.ZRST | bits must be inside the tile: BEYOND_X9Y9.FF.ZRST |" + TOOLS,
                "ECC_X8Y8.FF.ZRST | bits must be inside the tile: ECC_X8Y8.FF.ZRST |" + TOOLS,
                "BARE_X0Y0.RAM.IN_USE | tile must have bits: BARE_X0Y0.RAM.IN_USE |" + TOOLS,
                "LOGIC_X0Y0.MUX.B | a feature must not clear a bit that another sets (line 2, LOGIC_X0Y0.MUX.A): LOGIC_X0Y0.MUX.B | one of the two must go"
            })
    void whatTheDatabaseCannotCarryOutIsRefused(String line, String fact, String remedy) {
        InputException e =
                assertThrows(InputException.class, () -> assemble("LOGIC_X0Y0.FF.ZRST\nLOGIC_X0Y0.MUX.A\n" + line));
        assertEquals("t.fasm:3: " + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void settingWhatAnotherFeatureClearsIsRefused() {
        InputException e =
                assertThrows(InputException.class, () -> assemble("LOGIC_X0Y0.MUX.NONE\n\nLOGIC_X0Y0.MUX.C"));
        assertEquals(
                "t.fasm:3: a feature must not set a bit that another clears (line 1, LOGIC_X0Y0.MUX.NONE): LOGIC_X0Y0.MUX.C",
                e.getMessage());
    }

    @Test
    void requiredFeaturesOfThePartAreInEveryDesign() throws IOException {
        Files.writeString(
                folder.resolve("database").resolve(SmallFabric.PART).resolve("required_features.fasm"),
                "MEMORY_X2Y0.RAM.IN_USE\n");
        assertEquals(
                Set.of("MEMORY_X2Y0.RAM.IN_USE", "LOGIC_X0Y0.FF.ZRST"),
                assemble("LOGIC_X0Y0.FF.ZRST").features());
    }

    @Test
    void fileOfFrames() throws IOException {
        Path file = folder.resolve("t.frm");
        assemble("LOGIC_X1Y0.MUX.C\nLOGIC_X0Y0.LUT.INIT[0]\n").frames().write(file);
        String zeros = ",0x00000000";
        assertEquals(
                "0x00000082 0x00000000" + zeros.repeat(2) + ",0x00000001" + zeros.repeat(97) + "\n"
                        + "0x00400080 0x00000000" + zeros.repeat(98) + ",0x00000002" + zeros + "\n"
                        + "0x00400081 0x00000000" + zeros.repeat(99) + ",0x80000000\n",
                Files.readString(file));
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(each -> each.toString().endsWith(".part")));
        }
    }
}
