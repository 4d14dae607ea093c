// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Debian's C compiler for the processor; without it, a test is skipped. */
final class CrossCompiler {
    private static final String PREFIX = "riscv64-unknown-elf-";
    private static final String LAYOUT = "program.ld";

    private CrossCompiler() {}

    /**
     * The words of a program from 0x2000 on.
     *
     * @param source a resource beside this class
     * @param folder of the headers; files are written here
     */
    static int[] compile(String source, Path folder) throws IOException, InterruptedException {
        for (String file : List.of(source, LAYOUT)) {
            try (InputStream in = CrossCompiler.class.getResourceAsStream(file)) {
                Files.copy(in, folder.resolve(file));
            }
        }
        String options =
                "-march=rv32im -mabi=ilp32 -ffreestanding -nostdlib -Os -Wall -Wextra -Werror -fno-pic -mno-relax";
        run(folder, PREFIX + "gcc " + options + " -T " + LAYOUT + " -Wl,--build-id=none -o program.elf " + source);
        run(folder, PREFIX + "objcopy -O binary program.elf program.bin");
        byte[] image = Files.readAllBytes(folder.resolve("program.bin"));
        ByteBuffer bytes = ByteBuffer.allocate((image.length + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(image).rewind();
        int[] words = new int[bytes.capacity() / 4];
        bytes.asIntBuffer().get(words);
        return words;
    }

    private static void run(Path folder, String command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command.split(" "))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no gcc-riscv64-unknown-elf: " + e.getMessage());
            return;
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + ": " + text);
    }
}
