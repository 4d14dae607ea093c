// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random designs on the small fabric: what the frames are decoded to is what was written. */
class FrameRoundTripTest {
    private static final int DESIGNS = 300;

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();
    private final Set<String> features = new TreeSet<>();

    @Test
    void decodedFeaturesAreThoseOfTheDesign() throws IOException {
        XrayDatabase database = SmallFabric.open(folder);
        int most = 0;
        for (int seed = 0; seed < DESIGNS; seed++) {
            design(new Random(seed));
            Path file = Files.write(folder.resolve("t.fasm"), lines);
            FrameAssembler.Assembled assembled = FrameAssembler.assemble(database, file);
            FrameDecoder.Decoded decoded = FrameDecoder.decode(database, assembled.frames(), features);
            assertEquals(features, new TreeSet<>(assembled.features()), "seed " + seed);
            assertEquals(features, decoded.features(), "seed " + seed);
            assertEquals("", decoded.unexplained().first(), "seed " + seed);
            most = Math.max(most, features.size());
        }
        assertTrue(most > 30, "the largest design had " + most + " features");
    }

    @Test
    void aBitTooManyOrTooFewIsSeen() throws IOException {
        XrayDatabase database = SmallFabric.open(folder);
        Path file = Files.writeString(folder.resolve("t.fasm"), "LOGIC_X0Y0.MUX.A\nLOGIC_X0Y0.LUT.INIT[2]\n");
        FrameAssembler.Assembled assembled = FrameAssembler.assemble(database, file);
        Frames frames = assembled.frames();
        frames.set(0x83, 4 * 32 + 3);
        FrameDecoder.Decoded decoded = FrameDecoder.decode(database, frames, assembled.features());
        assertEquals(
                Set.of("LOGIC_X0Y0.MUX.A", "LOGIC_X0Y0.LUT.INIT[2]", "LOGIC_X0Y0.LUT.INIT[3]"), decoded.features());
        assertEquals("bit_00000083_004_03", decoded.unexplained().first());
        frames.set(0x81, 4 * 32 + 31);
        assertEquals(
                Set.of("LOGIC_X0Y0.MUX.C", "LOGIC_X0Y0.LUT.INIT[2]", "LOGIC_X0Y0.LUT.INIT[3]"),
                FrameDecoder.decode(database, frames, assembled.features()).features());
    }

    private void design(Random random) {
        lines.clear();
        features.clear();
        for (String tile : List.of("LOGIC_X0Y0", "LOGIC_X1Y0")) {
            one(random, tile + ".MUX.", "A", "B", "C");
            one(random, tile + ".FF.", "ZRST");
            one(random, tile + ".", "WIDE");
            one(random, tile + ".", "WIDE[3]");
            value(random, tile + ".LUT.INIT", 4);
            if (random.nextBoolean()) {
                lines.add(tile + ".IN.OUT");
            }
        }
        one(random, "MEMORY_X2Y0.RAM.", "IN_USE");
        value(random, "MEMORY_X2Y0.RAM.INIT_00", SmallFabric.INIT_BITS);
        one(random, "PADS_X0Y1.", "PAIR");
        for (String pad : List.of("X0Y1.PAD_Y0", "X0Y1.PAD_Y1", "SING_X0Y0.PAD_Y0", "SING_X0Y9.PAD_YT")) {
            one(random, "PADS_" + pad + ".PULL.", "UP", "DOWN");
        }
        Collections.shuffle(lines, random);
    }

    private void one(Random random, String stem, String... options) {
        int choice = random.nextInt(options.length + 1);
        if (choice < options.length) {
            lines.add(stem + options[choice]);
            features.add(stem + options[choice]);
        }
    }

    /** A value, in one to three ranges, each in one of the forms that FASM has. */
    private void value(Random random, String name, int bits) {
        BigInteger value = new BigInteger(bits, random);
        for (int i = 0; i < bits; i++) {
            if (value.testBit(i)) {
                features.add(name + "[" + i + "]");
            }
        }
        for (int low = 0; low < bits; ) {
            int width = 1 + random.nextInt(bits - low);
            BigInteger part = value.shiftRight(low).mod(BigInteger.ONE.shiftLeft(width));
            String range = name + "[" + (low + width - 1) + ":" + low + "] = ";
            lines.add(range
                    + switch (random.nextInt(4)) {
                        case 0 -> width + "'b" + part.toString(2);
                        case 1 -> width + "'h" + part.toString(16) + " # comment";
                        case 2 -> "'o" + part.toString(8);
                        default -> part.toString();
                    });
            low += width;
        }
    }
}
