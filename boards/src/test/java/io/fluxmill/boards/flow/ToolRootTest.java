// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolRootTest {
    private static final Executable NEXTPNR = new Executable("nextpnr-ecp5", "nextpnr-ecp5", "--version");
    private static final Executable ECPPACK = new Executable("ecppack", "fpga-trellis", "--version");

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
    @Tag("tools")
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

    /** What a command in a root can see and do, whatever way it came in. */
    @ParameterizedTest
    @EnumSource
    void commandsInARootWriteToTheirWorkFolderOnly(RootEntry way) throws IOException {
        Toolbox box = box(way, new Executable("sh", "dash", ""));
        Files.writeString(folder.resolve("kept"), "kept");
        Files.writeString(folder.resolve("changed"), "before");
        Files.writeString(folder.resolve("removed"), "removed");
        Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("in"), "of a folder");
        String script = "pwd > out; cat kept sub/in >> out; printf after > changed; rm removed; mkdir -p new/folder;"
                + " echo deep > new/folder/file; cat /etc/debian_version /proc/self/exe > /dev/null;"
                + " ! touch /usr/new || exit 9; ! touch /mnt/../new || exit 9; echo said";
        String said = box.command(folder, "sh", "-c", script).writing("out").run();
        assertTrue(said.endsWith("\nsaid\n"), said);
        assertTrue(Files.readString(folder.resolve("out")).matches("/mnt(/work[0-9]+)?\nkeptof a folder"));
        assertEquals("after", Files.readString(folder.resolve("changed")));
        assertEquals("deep\n", Files.readString(folder.resolve("new/folder/file")));
        assertEquals("kept", Files.readString(folder.resolve("kept")));
        assertFalse(Files.exists(folder.resolve("removed")));
        ToolException e = assertThrows(
                ToolException.class, () -> box.command(folder, "sh", "-c", "echo ERROR: no > log; cat log; exit 3")
                        .run());
        assertEquals("sh failed with status 3:\nERROR: no", e.summary());
        assertEquals("ERROR: no\n", Files.readString(folder.resolve("log")), "what it wrote before is there");
    }

    @Test
    void aCopyOfAWorkFolderIsDeleted() throws IOException {
        String problem = RootEntry.problem(RootEntry.CHROOT.probe());
        assumeTrue(problem.isEmpty(), "only root gives files away: " + problem);
        Path mnt = Files.createDirectory(folder.resolve("mnt"));
        Path work = Files.createDirectories(folder.resolve("work/sub")).getParent();
        Files.writeString(work.resolve("sub/file"), "text");
        try (WorkFolder copy = WorkFolder.copyIn(mnt, work)) {
            assertEquals(65534, Files.getAttribute(copy.seen().resolve("sub/file"), "unix:uid"));
            Files.writeString(work.resolve("log"), "written outside meanwhile");
            copy.bringBack();
        }
        assertEquals("written outside meanwhile", Files.readString(work.resolve("log")));
        assertEquals("text", Files.readString(work.resolve("sub/file")));
        try (Stream<Path> left = Files.list(mnt)) {
            assertEquals(0, left.count());
        }
    }

    /** Tools find their databases, and make the same, whatever way they came in. */
    @Test
    void synthesisAndPlacementAreTheSameInEveryWay() throws IOException {
        List<String> bitstreams = new ArrayList<>();
        for (RootEntry way : RootEntry.values()) {
            if (!RootEntry.problem(way.probe()).isEmpty()) {
                continue;
            }
            Path work = Files.createDirectory(folder.resolve(way.name()));
            Toolbox box = box(way, Executable.YOSYS, NEXTPNR, ECPPACK);
            Files.writeString(
                    work.resolve("t.v"),
                    "module t(input c, output reg [7:0] q); always @(posedge c) q <= q + 1; endmodule");
            box.command(work, "yosys", "-q", "-p", "read_verilog t.v; synth_ecp5 -top t -json t.json")
                    .writing("t.json")
                    .run();
            box.command(work, "nextpnr-ecp5", "--25k", "--seed", "1", "--json", "t.json", "--textcfg", "t.config")
                    .writing("t.config")
                    .run();
            box.command(work, "ecppack", "t.config", "t.bit").writing("t.bit").run();
            bitstreams.add(Digest.sha256(Files.readAllBytes(work.resolve("t.bit"))));
        }
        assumeFalse(bitstreams.isEmpty(), "no way into a tool root works here");
        assertEquals(1, bitstreams.stream().distinct().count(), bitstreams.toString());
    }

    private static Toolbox box(RootEntry way, Executable... tools) {
        assumeTrue(
                ToolRoot.ECP5.installed().isPresent(),
                "tool root ecp5 is missing: install it with fluxmill tools install ecp5");
        String problem = RootEntry.problem(way.probe());
        assumeTrue(problem.isEmpty(), way + " does not work here: " + problem);
        return new Toolbox(List.of(tools), ToolRoot.ECP5, way, Map.of());
    }

    @Test
    void theFirstWayThatWorksIsTaken() {
        List<RootEntry> ways = List.of(RootEntry.values());
        assertEquals(RootEntry.BWRAP, RootEntry.firstOf(ways, way -> ""));
        assertEquals(RootEntry.CHROOT, RootEntry.firstOf(ways, way -> way == RootEntry.BWRAP ? "no" : ""));
        EnvironmentException e = assertThrows(
                EnvironmentException.class, () -> RootEntry.firstOf(ways, way -> way + ": Operation not permitted"));
        assertEquals(
                "tools of another Debian must be run by bwrap or chroot, and neither works here:"
                        + " BWRAP: Operation not permitted; CHROOT: Operation not permitted",
                e.getMessage());
        assertEquals(
                "be root with the capabilities of a plain Docker container, or allow user namespaces: see docs/ci.md",
                e.remedy());
        assertEquals("", RootEntry.problem(List.of("true")));
        assertEquals("false: status 1", RootEntry.problem(List.of("false")));
        assertEquals("no way", RootEntry.problem(List.of("sh", "-c", "echo no way; echo more; exit 2")));
        assertEquals("fluxmill-nowhere: not installed", RootEntry.problem(List.of("fluxmill-nowhere")));
    }
}
