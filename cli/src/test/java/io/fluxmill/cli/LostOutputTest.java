// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that cannot be written to stdout, as the shell's redirections make it. */
class LostOutputTest {
    private static final String LOST = "fluxmill: the result cannot be written to stdout: ";

    @TempDir
    private Path folder;

    /** Exit code of the command, and what it said on stderr. */
    private String run(String verb, String redirection) throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "\"$0\" -XX:TieredStopAtLevel=1 -cp \"$1\" io.fluxmill.cli.Fluxmill " + verb + " " + redirection
                                + "; echo ${PIPESTATUS[0]} >&2",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"))
                .redirectInput(new File("/dev/null"))
                .redirectError(said.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return Files.readString(said);
    }

    @Test
    void aFullDisk() throws Exception {
        String remedy = "  make room there, or send it elsewhere, such as > result.txt\n";
        assertEquals(LOST + "No space left on device\n" + remedy + "1\n", run("formats", "> /dev/full"));
        assertEquals(LOST + "No space left on device\n" + remedy + "1\n", run("--help", "> /dev/full"));
        Path result = folder.resolve("result.txt");
        assertEquals("0\n", run("formats", "> " + result));
        assertEquals(CommandRun.of("formats").out(), Files.readString(result), "the remedy");
    }

    @Test
    void aClosedStream() throws Exception {
        assertEquals(
                LOST + "Bad file descriptor\n  open stdout, or send it elsewhere, such as > result.txt\n1\n",
                run("formats", "1< /dev/null"));
    }

    /** As of other programs, 128 and the number of SIGPIPE; nobody is to be told. */
    @Test
    void aReaderThatHasGone() throws Exception {
        assertEquals("141\n", run("formats", "| exec 0<&-"));
    }

    /** What failed before keeps its exit code and its sentence. */
    @Test
    void anErrorComesFirst() throws Exception {
        String text = run("formats --table=none", "> /dev/full");
        assertTrue(text.startsWith("fluxmill: ") && text.endsWith("\n2\n") && !text.contains("stdout"), text);
    }
}
