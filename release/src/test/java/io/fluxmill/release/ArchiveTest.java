// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release archive, unpacked under a path with spaces and run with another home, no Maven and nothing on the PATH but Java and
 * what the launcher itself calls.
 */
@Tag("slow")
class ArchiveTest {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private static Path folder;

    private static Path work;
    private static Path home;
    private static Path tools;

    @BeforeAll
    static void unpack() throws Exception {
        work = Files.createDirectories(folder.resolve("my work"));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "ls")) {
            Files.createSymbolicLink(tools.resolve(tool), find(tool));
        }
        Path java = Files.writeString(
                tools.resolve("java"),
                "#!/bin/sh\nexec " + Path.of(System.getProperty("java.home"), "bin", "java") + " \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        String archive = System.getProperty("fluxmill.archive");
        Process tar = new ProcessBuilder("tar", "xzf", archive, "-C", work.toString())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor(), archive);
        try (Stream<Path> unpacked = Files.list(work)) {
            home = unpacked.findFirst().orElseThrow();
        }
    }

    private static Path find(String tool) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(entry -> Path.of(entry, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not on the PATH"));
    }

    @Test
    void generatesTheReferenceDesign() throws Exception {
        Run run = run("generate", home.resolve("examples/npe8x8.yaml").toString());
        assertEquals(0, run.code(), run.text());
        int compared = 0;
        try (Stream<Path> files = Files.list(SOURCES.resolve("rtl-out/npe8x8"))) {
            for (Path file : files.toList()) {
                Path written = work.resolve("rtl-out/npe8x8").resolve(file.getFileName());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(written), file.toString());
                compared++;
            }
        }
        assertEquals(12, compared);
    }

    @Test
    void findsItsBoards() throws Exception {
        Run run = run("boards");
        assertEquals(0, run.code(), run.text());
        int boards = 0;
        try (Stream<Path> folders = Files.list(SOURCES.resolve("boards"))) {
            for (Path board : folders.toList()) {
                if (Files.exists(board.resolve("board.yaml"))) {
                    assertTrue(run.text().contains("\n" + board.getFileName() + " "), board + " in: " + run.text());
                    boards++;
                }
            }
        }
        assertTrue(boards > 0, "boards: " + boards);
    }

    /** The real demo simulates; here its example is spoilt, and the complaint names the file in the archive. */
    @Test
    void theDemoReadsItsExample() throws Exception {
        Path example = home.resolve("examples/fashion.yaml");
        byte[] original = Files.readAllBytes(example);
        Files.writeString(example, "unknown: 1\n");
        Run run = run("demo");
        Files.write(example, original);
        assertEquals(2, run.code(), run.text());
        assertTrue(run.text().contains(home.getFileName() + "/examples/fashion.yaml"), run.text());
    }

    @Test
    void hasTheLicencesOfItsLibraries() throws Exception {
        String list = Files.readString(home.resolve("THIRD-PARTY.txt"));
        assertTrue(Files.readString(home.resolve("LICENSE")).contains("Apache License"));
        int libraries = 0;
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                if (!name.startsWith("fluxmill-")) {
                    String artifact = name.replaceFirst("-[0-9][0-9A-Za-z.-]*\\.jar$", "");
                    assertTrue(list.contains(":" + artifact + ":"), name + " is not in THIRD-PARTY.txt");
                    libraries++;
                }
            }
        }
        assertTrue(libraries > 20, "libraries: " + libraries);
    }

    @Test
    void whatOnlySourcesHaveIsRefused() throws Exception {
        assertEquals(
                new Run(
                        2,
                        "fluxmill: test works in the source tree only, and this is a release archive\n"
                                + "  get the sources and run ./fluxmill test there\n"),
                run("test"));
    }

    @Test
    void trainingSaysWhatItNeeds() throws Exception {
        Run run = run("train", home.resolve("examples/fashion-train.yaml").toString());
        assertEquals(1, run.code(), run.text());
        assertTrue(
                run.text()
                        .startsWith(
                                "fluxmill: train must have PyTorch's native libraries, which this archive leaves out (110 MB)\n"
                                        + "  copy these two files to " + home + "/lib:\n"
                                        + "  https://repo1.maven.org/maven2/ai/djl/pytorch/pytorch-jni/"),
                run.text());
        assertTrue(!run.text().contains("${"), run.text());
    }

    @Test
    void withoutJava() throws Exception {
        Run run = run(List.of("JAVA_HOME=/nowhere"), "boards");
        assertEquals(
                new Run(
                        1,
                        "fluxmill: Java 17 or newer must be installed, and /nowhere/bin/java is not there\n"
                                + "  install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME to its folder\n"),
                run);
    }

    private record Run(int code, String text) {}

    private static Run run(String... arguments) throws Exception {
        return run(List.of(), arguments);
    }

    private static Run run(List<String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + tools, "HOME=" + folder.resolve("home")));
        command.addAll(environment);
        command.add(home.resolve("bin/fluxmill").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), text);
    }
}
