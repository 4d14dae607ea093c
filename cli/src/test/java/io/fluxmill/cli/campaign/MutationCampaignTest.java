// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The campaign with few changes. More of them: {@code -Dmutations=10000 -Dmutations.seed=7}; one of them, which a failure names: {@code
 * -Dmutations.only=1234}.
 */
@Tag("slow")
class MutationCampaignTest {
    @TempDir
    private Path folder;

    @Test
    void whateverIsChanged() throws Exception {
        String count = System.getProperty("mutations", "200");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                Campaign.class.getName(),
                folder.resolve("work").toString(),
                count,
                System.getProperty("mutations.seed", "1")));
        if (System.getProperty("mutations.only") != null) {
            command.add(System.getProperty("mutations.only"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(said);
        assertEquals(0, process.waitFor(), said);
        for (String verb : List.of("quantize", "inspect", "generate", "verify")) {
            assertTrue(said.lines().filter(line -> line.startsWith(verb)).count() > 1, verb + said);
        }
        String[] all = said.lines()
                .filter(line -> line.startsWith("all "))
                .findFirst()
                .orElseThrow()
                .split(" +");
        assertTrue(Integer.parseInt(all[1]) >= Integer.parseInt(count) || command.size() == 10, said);
        assertTrue(Integer.parseInt(all[2]) > 10 && Integer.parseInt(all[4]) > 10 || command.size() == 10, said);
    }

    /** The campaign would see nothing if nothing were changed. */
    @Test
    void mutatorsChange() throws IOException {
        byte[] model = Files.readAllBytes(Path.of("../examples/fashion/fashion-mlp.onnx"));
        byte[] yaml = Files.readAllBytes(Path.of("../examples/fashion.yaml"));
        long same = Stream.iterate(0, i -> i + 1)
                .limit(300)
                .filter(i -> {
                    Mutator mutator = new Mutator(new Random(i));
                    return Arrays.equals(model, new ProtobufMutator(mutator).changed(model))
                            || Arrays.equals(yaml, mutator.yaml(yaml));
                })
                .count();
        assertTrue(same < 60, "unchanged: " + same);
    }
}
