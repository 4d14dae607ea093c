// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import java.util.Locale;

/** The register map of a design as a C header and as a Markdown document, both from the manifest. */
public final class RegisterDocuments {
    private RegisterDocuments() {}

    /**
     * A C99 header: what the design is (hash, parameters, formats with their index and lanes, bits of streams), then its registers as
     * {@link #registerDefines} has them.
     */
    public static String cHeader(Manifest manifest) {
        String prefix = prefix(manifest);
        StringBuilder text = new StringBuilder();
        text.append("/* Design ").append(manifest.design()).append(", generated. */\n");
        text.append("#ifndef ")
                .append(prefix)
                .append("_H\n#define ")
                .append(prefix)
                .append("_H\n\n/* Configuration hash, as in register CONFIG_HASH. */\n");
        define(text, prefix + "_HASH", "0x" + manifest.hash() + "u");
        if (!manifest.parameters().isEmpty()) {
            text.append("\n/* Sizes of the design. */\n");
        }
        manifest.parameters()
                .forEach((name, value) -> define(text, prefix + "_" + upperSnake(name), value + suffix(value)));
        if (!manifest.formats().isEmpty()) {
            text.append("\n/* Number formats: index in registers, lanes of a 16-bit word. */\n");
        }
        for (int i = 0; i < manifest.formats().size(); i++) {
            String name = manifest.formats().get(i);
            String macro = prefix + "_FORMAT_" + name.replace(" x ", "_X_");
            define(text, macro, i + "u");
            define(text, macro + "_LANES", FormatPair.of(name).lanes() + "u");
        }
        if (!manifest.streams().isEmpty()) {
            text.append("\n/* Bits of tdata. */\n");
        }
        manifest.streams()
                .forEach(stream ->
                        define(text, prefix + "_" + upperSnake(stream.name()) + "_BITS", stream.dataBits() + "u"));
        return text.append(registerDefines(manifest)).append("\n#endif\n").toString();
    }

    private static String prefix(Manifest manifest) {
        return manifest.design().toUpperCase(Locale.ROOT);
    }

    /** {@code weightWords} as {@code WEIGHT_WORDS}. */
    private static String upperSnake(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static String suffix(long value) {
        return value < 0 ? "" : value < 1L << 32 ? "u" : "ull";
    }

    /**
     * A design's registers in C: of each its place, {@code <DESIGN>_<REGISTER>_OFFSET} in bytes from the first one ({@code _ADDRESS} on the
     * chip if the design has no bus of its own), and shift and mask of every field.
     */
    public static String registerDefines(Manifest manifest) {
        String prefix = prefix(manifest);
        String place = manifest.busPrefix() == null ? "_ADDRESS" : "_OFFSET";
        StringBuilder text = new StringBuilder();
        for (Register register : manifest.registers()) {
            String name = prefix + "_" + register.name();
            text.append("\n/* ")
                    .append(register.access())
                    .append(": ")
                    .append(register.description())
                    .append(" */\n");
            define(text, name + place, String.format("0x%02xu", register.offset()));
            for (Field field : register.fields()) {
                if (field.widthBits() < 32) {
                    String fieldName = name + "_" + field.name().toUpperCase(Locale.ROOT);
                    define(text, fieldName + "_SHIFT", field.lsb() + "u");
                    define(text, fieldName + "_MASK", String.format("0x%08xu", field.mask()));
                }
            }
        }
        return text.toString();
    }

    private static void define(StringBuilder text, String name, String value) {
        text.append("#define ").append(name).append(' ').append(value).append('\n');
    }

    /** A Markdown document: registers with their fields, streams, memories, parameters, formats. */
    public static String markdown(Manifest manifest) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(manifest.design())
                .append("\n\nGenerated. Family `")
                .append(manifest.family());
        text.append("`, configuration hash `").append(manifest.hash()).append("`.\n\n## Registers\n");
        String bus = manifest.busPrefix() == null
                ? "Addresses on the chip, 32-bit.\n\n"
                : "AXI4-Lite slave `" + manifest.busPrefix() + "`, 32-bit, byte offsets.\n\n";
        text.append(bus);
        text.append(
                "| offset | register | access | reset | bits | field | access | meaning |\n|---|---|---|---|---|---|---|---|\n");
        manifest.registers().forEach(register -> register(text, register));
        text.append("\n## Streams\n| stream | direction | bits | tlast |\n|---|---|---|---|\n");
        for (Stream stream : manifest.streams()) {
            row(text, "`" + stream.name() + "`", stream.direction(), stream.dataBits(), stream.last() ? "yes" : "no");
        }
        text.append("\n## Memories\n| memory | words | bits |\n|---|---|---|\n");
        for (Memory memory : manifest.memories()) {
            row(text, memory.name(), memory.depthWords(), memory.widthBits());
        }
        text.append("\n## Formats\n| index | format |\n|---|---|\n");
        for (int i = 0; i < manifest.formats().size(); i++) {
            row(text, i, manifest.formats().get(i));
        }
        text.append("\n## Parameters\n| parameter | value |\n|---|---|\n");
        manifest.parameters().forEach((name, value) -> row(text, "`" + name + "`", value));
        return text.toString();
    }

    private static void register(StringBuilder text, Register register) {
        String offset = String.format("0x%02X", register.offset());
        String reset = String.format("0x%X", register.reset());
        row(text, offset, "**" + register.name() + "**", register.access(), reset, "", "", "", register.description());
        for (Field field : register.fields()) {
            int high = field.lsb() + field.widthBits() - 1;
            String bits = field.widthBits() == 1 ? String.valueOf(high) : high + ".." + field.lsb();
            row(text, "", "", "", "", bits, "`" + field.name() + "`", field.access(), field.description());
        }
    }

    private static void row(StringBuilder text, Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
    }
}
