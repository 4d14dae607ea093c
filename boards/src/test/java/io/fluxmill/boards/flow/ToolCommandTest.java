// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCommandTest {
    private static final Toolbox SHELL = Toolbox.require(List.of(new Executable("sh", "dash", "")));

    @TempDir
    private Path work;

    private ToolCommand shell(String script) {
        return SHELL.command(work, "sh", "-c", script);
    }

    @Test
    void outputAndFiles() throws IOException {
        assertEquals("one\n", shell("echo one; echo x > out").writing("out").run());
        assertEquals("two\n", shell("echo two").run(), "of this run alone");
        assertEquals("one\ntwo\n", Files.readString(work.resolve("sh.log")));
    }

    @Test
    void statusAndMissingFilesAreFailures() throws IOException {
        ToolException e = assertThrows(ToolException.class, () -> shell("echo good; echo 'ERROR: bad pin'; exit 3")
                .run());
        assertEquals("sh failed with status 3:\nERROR: bad pin", e.summary());
        assertEquals(work.resolve("sh.log"), e.log());
        Files.writeString(work.resolve("out"), "of an earlier run");
        e = assertThrows(
                ToolException.class, () -> shell("echo done").writing("out").run());
        assertEquals("sh ended with status 0 but did not write out", e.summary());
        assertThrows(ToolException.class, () -> shell(": > out").writing("out").run(), "an empty file");
        e = assertThrows(
                ToolException.class, () -> shell("exit 1").writing("new").run());
        assertEquals("sh failed with status 1 and said nothing", e.summary());
        assertFalse(Files.exists(work.resolve("new")));
    }

    @Test
    void missingToolsHaveARemedy() {
        Executable nowhere = new Executable("nextpnr-nowhere", "nextpnr-nowhere", "");
        InputException e = assertThrows(InputException.class, () -> Toolbox.require(List.of(nowhere)));
        assertEquals("tools are missing: nextpnr-nowhere", e.getMessage());
        assertEquals("install them: sudo apt-get install nextpnr-nowhere", e.remedy());
        String cache = System.getProperty("fluxmill.cache");
        System.setProperty("fluxmill.cache", work.toString());
        try {
            e = assertThrows(InputException.class, () -> Toolbox.of(List.of(nowhere), Optional.of(ToolRoot.ECP5)));
            assertEquals("install them into a folder of their own: fluxmill tools install ecp5", e.remedy());
        } finally {
            if (cache == null) {
                System.clearProperty("fluxmill.cache");
            } else {
                System.setProperty("fluxmill.cache", cache);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> SHELL.command(work, "bash"));
    }
}
