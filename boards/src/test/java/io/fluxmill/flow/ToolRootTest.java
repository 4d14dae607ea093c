// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolRootTest {
    @TempDir
    private Path folder;

    @Test
    void recordsAreReadBackAndDamageIsSeen() throws IOException {
        RootRecord record = new RootRecord("trixie", List.of("yosys"), Map.of("yosys", "0.52-2", "abc", "1:2"));
        record.write(folder);
        assertEquals(record, RootRecord.read(folder));
        Path file = folder.resolve("packages.txt");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("0.52-2", "0.53-2"));
        InputException e = assertThrows(InputException.class, () -> RootRecord.read(folder));
        assertEquals(file + ": tool root is damaged: its list of packages does not have its checksum", e.getMessage());
        assertEquals("install it again: fluxmill tools install " + folder.getFileName(), e.remedy());
        Files.writeString(file, good.substring(0, good.length() / 2));
        assertThrows(InputException.class, () -> RootRecord.read(folder));
    }

    @Test
    void packagesAreThoseOfItsDpkg() throws IOException {
        Path status = folder.resolve("root/var/lib/dpkg/status");
        Files.createDirectories(status.getParent());
        Files.writeString(status, "Package: a\nStatus: x\nVersion: 1-2\n\nPackage: b\nVersion: 3\n");
        assertEquals(
                Map.of("a", "1-2", "b", "3"),
                RootRecord.of(ToolRoot.ECP5, folder).versions());
    }

    @Test
    void theArchiveIsTheOneOfApt() {
        assertEquals(
                "http://mirror.example/debian",
                AptMirror.choose(List.of("http://mirror.example/debian-security/", "http://mirror.example/debian/")));
        InputException e =
                assertThrows(InputException.class, () -> AptMirror.choose(List.of("http://mirror.example/ubuntu/")));
        assertEquals("name one: fluxmill tools install ROOT --mirror URL", e.remedy());
    }

    @Test
    void theCommandInstallsIntoTheFolderThatIsBuilt() {
        List<String> command =
                RootInstaller.command(ToolRoot.GOWIN, "http://mirror.example/debian", folder, Path.of("/b"));
        assertEquals(
                List.of("forky", "/b/root", "http://mirror.example/debian"),
                command.subList(command.size() - 3, command.size()));
        assertTrue(command.contains("--include=yosys,nextpnr-himbaechel-gowin,python3-apycula"), command.toString());
        assertEquals(
                "did you mean gowin?",
                assertThrows(InputException.class, () -> ToolRoot.named("gowing"))
                        .remedy());
    }

    /** What a command in a root can see and do. */
    @Test
    @Tag("tools")
    void commandsInARootWriteToTheirWorkFolderOnly() throws IOException {
        ToolRoot root = ToolRoot.ECP5;
        assumeTrue(
                root.installed().isPresent(), "tool root ecp5 is missing: install it with fluxmill tools install ecp5");
        Executable shell = new Executable("sh", "dash", "");
        Executable only = new Executable("ecppack", "fpga-trellis", "--version");
        assumeTrue(Toolbox.onPath("ecppack").isEmpty(), "ecppack of this machine is taken before that of the root");
        Toolbox box = Toolbox.of(List.of(shell, only), Optional.of(root));
        assertEquals(
                root.installed().get().versions().get("fpga-trellis"),
                box.versions().get("ecppack"));
        box.command(folder, "sh", "-c", "pwd > out; ! touch /usr/new")
                .writing("out")
                .run();
        assertEquals("/mnt\n", Files.readString(folder.resolve("out")));
    }
}
