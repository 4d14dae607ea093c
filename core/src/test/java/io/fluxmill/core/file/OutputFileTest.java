// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file that a user can name. Devices are nodes of the test's own: the machine's must not be at risk. */
class OutputFileTest {
    private static final String TEXT = "{ \"result\" : 1 }\n";

    @TempDir
    private Path folder;

    private static OutputFile of(Path file) {
        return OutputFile.of("--json", file);
    }

    private static void write(Path file) {
        of(file).check();
        of(file).write(TEXT);
    }

    private static void refused(Path file, String message, String remedy) {
        for (Runnable call : List.<Runnable>of(() -> of(file).check(), () -> of(file).write(TEXT))) {
            InputException e = assertThrows(InputException.class, call::run);
            assertEquals(message, e.getMessage());
            assertEquals(remedy, e.remedy());
        }
    }

    private void assertFiles(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(names),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    /** Runs a program of the system; the test is skipped without it or its permission. */
    private void system(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, String.join(" ", command) + " is not possible here: " + said);
    }

    @Test
    void aNewFile() throws IOException {
        Path file = folder.resolve("result.json");
        of(file).check();
        assertFiles();
        of(file).write(TEXT);
        assertEquals(TEXT, Files.readString(file));
        Path plain = Files.createFile(folder.resolve("plain"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
        assertFiles("plain", "result.json");
    }

    @Test
    void aFileThatIsThereIsReplacedAndKeepsItsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), "an older and longer result ".repeat(9));
        for (String permissions : List.of("rw-------", "rwxr-x--x", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            Object before = Files.getAttribute(file, "unix:ino");
            write(file);
            assertEquals(TEXT, Files.readString(file));
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertFalse(before.equals(Files.getAttribute(file, "unix:ino")), "renamed over it, not written into it");
        }
        assertFiles("result.json");
    }

    @Test
    void theOwnerIsKept() throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), "of another user");
        assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only the superuser writes files of others");
        Files.setAttribute(file, "unix:uid", 4321);
        Files.setAttribute(file, "unix:gid", 1234);
        write(file);
        assertEquals(4321, Files.getAttribute(file, "unix:uid"));
        assertEquals(1234, Files.getAttribute(file, "unix:gid"));
    }

    /** 250 characters are allowed, and leave no room for a longer name beside it. */
    @Test
    void aLongName() throws IOException {
        Path file = folder.resolve("r".repeat(250));
        write(file);
        assertEquals(TEXT, Files.readString(file));
    }

    @Test
    void linksAreFollowed() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path file = Files.writeString(real.resolve("result.json"), "before");
        Path inner = Files.createSymbolicLink(real.resolve("inner"), Path.of("result.json"));
        Path outer = Files.createSymbolicLink(folder.resolve("outer"), inner);
        write(outer);
        assertTrue(Files.isSymbolicLink(outer) && Files.isSymbolicLink(inner));
        assertFalse(Files.isSymbolicLink(file));
        assertEquals(TEXT, Files.readString(file));
        write(Files.createSymbolicLink(folder.resolve("way"), real)
                .resolve("..")
                .resolve("through.json"));
        assertEquals(TEXT, Files.readString(folder.resolve("through.json")));
        assertFiles("outer", "real", "through.json", "way");
    }

    @Test
    void aDanglingLinkMakesItsTarget() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target.json"));
        of(link).check();
        assertFiles("link");
        of(link).write(TEXT);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(TEXT, Files.readString(folder.resolve("target.json")));

        Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("absent/target.json"));
        write(lost);
        assertEquals(TEXT, Files.readString(folder.resolve("absent/target.json")));
    }

    @Test
    void linksThatLeadToThemselvesAreRefused() throws IOException {
        Path a = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        refused(a, "--json must not be a symbolic link that leads to itself: --json=" + a, "name another file");
        write(folder.resolve("another"));
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        for (Path given : List.of(folder, link, folder.resolve("."), folder.resolve("link/.."), Path.of("/"))) {
            refused(given, "--json must be a file, not a folder: --json=" + given, "name a file in it");
        }
        refused(Path.of(""), "--json must be a file, not a folder: --json=", "name a file in it");
        assertFiles("link");
        write(folder.resolve("file"));
    }

    /** The check makes none of them. */
    @Test
    void foldersThatAreNotThereAreMade() throws IOException {
        Path deep = folder.resolve("a/b/../c/result.json");
        of(deep).check();
        assertFiles();
        write(deep);
        assertEquals(TEXT, Files.readString(folder.resolve("a/c/result.json")));
        Path file = Files.createFile(folder.resolve("file"));
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), folder.resolve("nowhere"));
        for (Path none : List.of(file, lost)) {
            for (Path in : List.of(none.resolve("result.json"), none.resolve("deeper/result.json"))) {
                refused(in, "--json must be in a folder: " + none + " is none: --json=" + in, "name another file");
            }
        }
        assertFiles("a", "file", "lost");
        write(folder.resolve("another"));
    }

    @Test
    void aKeyOfAConfigurationIsNamedWithItsPlace() throws IOException {
        Path config = Files.writeString(folder.resolve("net.yaml"), "train:\n  name: a\n  model: net.yaml/net.onnx\n");
        ConfigNode train = ConfigNode.read(config).node("train");
        InputException e = assertThrows(
                InputException.class, () -> OutputFile.of(train, "model").check());
        assertEquals(
                config + ":3: train.model must be in a folder: " + config + " is none: model="
                        + config.resolve("net.onnx"),
                e.getMessage());
        Files.writeString(config, "train:\n  name: a\n  model: absent/net.onnx\n");
        Files.createDirectories(folder.resolve("absent/net.onnx"));
        ConfigNode again = ConfigNode.read(config).node("train");
        e = assertThrows(
                InputException.class, () -> OutputFile.of(again, "model").check());
        assertEquals(
                config + ":3: train.model must be a file, not a folder: model=" + folder.resolve("absent/net.onnx"),
                e.getMessage());
    }

    @Test
    void aDeviceStaysOne() throws Exception {
        Path sink = folder.resolve("null");
        system("mknod", "-m", "666", sink.toString(), "c", "1", "3");
        Object device = Files.getAttribute(sink, "unix:rdev");
        write(sink);
        write(Files.createSymbolicLink(folder.resolve("link"), sink));
        assertEquals(device, Files.getAttribute(sink, "unix:rdev", LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.readAttributes(sink, java.nio.file.attribute.BasicFileAttributes.class)
                .isOther());
        assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(sink)));
        assertFiles("link", "null");
    }

    @Test
    void aFullDeviceIsToldInASentence() throws Exception {
        Path full = folder.resolve("full");
        system("mknod", full.toString(), "c", "1", "7");
        of(full).check();
        EnvironmentException e = assertThrows(EnvironmentException.class, () -> of(full).write(TEXT));
        assertEquals("--json: " + full + " cannot be written: No space left on device", e.getMessage());
        assertEquals("make room there, or name a file on another disk", e.remedy());
    }

    /** The file that was there is as it was when the new one does not fit. */
    @Test
    void aFullDiskLeavesTheFileAsItWas() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        system("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString());
        try {
            Path file = Files.writeString(disk.resolve("result.json"), "before");
            of(file).check();
            EnvironmentException e =
                    assertThrows(EnvironmentException.class, () -> of(file).write("x".repeat(1 << 16)));
            assertEquals("--json: " + file + " cannot be written: No space left on device", e.getMessage());
            assertEquals("before", Files.readString(file));
            try (Stream<Path> left = Files.list(disk)) {
                assertEquals(List.of(file), left.toList());
            }
            of(file).write(TEXT);
            assertEquals(TEXT, Files.readString(file), "with room");
            of(folder.resolve("elsewhere")).write("x".repeat(1 << 16));
        } finally {
            system("umount", disk.toString());
        }
    }

    @Test
    void aReadOnlyDiskIsToldBeforeTheWork() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        system("mount", "-t", "tmpfs", "-o", "ro,size=16k", "tmpfs", disk.toString());
        try {
            Path file = disk.resolve("result.json");
            EnvironmentException e = assertThrows(EnvironmentException.class, () -> of(file).check());
            assertEquals("--json: " + file + " cannot be written: Read-only file system", e.getMessage());
            assertEquals("make it and its folder writable, or name another file", e.remedy());
            system("mount", "-o", "remount,rw", disk.toString());
            write(file);
            assertEquals(TEXT, Files.readString(file), "the remedy");
        } finally {
            system("umount", disk.toString());
        }
    }

    /** The superuser may write everywhere but where the kernel has no files. */
    @Test
    void aFolderThatCannotBeWrittenIsToldBeforeTheWork() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        boolean superuser = Files.isWritable(closed);
        Path file = (superuser ? Path.of("/proc") : closed).resolve("result.json");
        EnvironmentException e = assertThrows(EnvironmentException.class, () -> of(file).check());
        assertEquals(
                "--json: " + file + " cannot be written: "
                        + (superuser ? "No such file or directory" : "Permission denied"),
                e.getMessage());
        assertEquals("make it and its folder writable, or name another file", e.remedy());
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(closed.resolve("result.json"));
    }

    @Test
    void aFifoIsWrittenToItsReader() throws Exception {
        Path fifo = folder.resolve("fifo");
        system("mkfifo", fifo.toString());
        of(fifo).check();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(fifo);
            } catch (IOException e) {
                return e.toString();
            }
        });
        of(fifo).write(TEXT);
        assertEquals(TEXT, reader.get(10, TimeUnit.SECONDS));
        assertTrue(Files.readAttributes(fifo, java.nio.file.attribute.BasicFileAttributes.class)
                .isOther());
        assertFiles("fifo");
    }

    /** Writes to the file that is its argument, between two lines on stdout. */
    static final class Child {
        public static void main(String[] arguments) {
            System.out.println("before");
            OutputFileTest.write(Path.of(arguments[0]));
            System.out.println("after");
        }
    }

    /** What a shell's redirection gives; the exit code and stderr come last. */
    private String child(String file, String redirection) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        java + " -cp '" + System.getProperty("java.class.path") + "' '" + Child.class.getName() + "' "
                                + file + " " + redirection)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(said.toFile())
                .redirectErrorStream(true)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return Files.readString(said);
    }

    @Test
    void standardOutputIsWrittenInItsOrder() throws Exception {
        String expected = "before\n" + TEXT + "after\n";
        assertEquals(expected, child("/dev/stdout", ""), "a regular file");
        assertEquals(expected, child("/dev/stdout", "| cat"), "a pipe");
        assertEquals(expected, child("/dev/fd/1", "| cat"));
        assertEquals(expected, child("/proc/self/fd/1", ""));
        Files.writeString(folder.resolve("log"), "earlier\n");
        assertEquals("", child("/dev/stdout", ">> log"));
        assertEquals("earlier\n" + expected, Files.readString(folder.resolve("log")));
        child("/dev/stderr", "2> errors");
        assertEquals(TEXT, Files.readString(folder.resolve("errors")));
    }

    @Test
    void descriptorsOfTheShellAreWritten() throws Exception {
        assertEquals("before\nafter\n", child("/dev/fd/7", "7> seven"));
        assertEquals(TEXT, Files.readString(folder.resolve("seven")));
        Object inode = Files.getAttribute(folder.resolve("seven"), "unix:ino");
        child("/dev/fd/7", "7>> seven");
        assertEquals(TEXT + TEXT, Files.readString(folder.resolve("seven")));
        assertEquals(inode, Files.getAttribute(folder.resolve("seven"), "unix:ino"));
        assertEquals("before\nafter\n", child(">(cat > piped)", "; sleep 0.2"));
        assertArrayEquals(TEXT.getBytes(StandardCharsets.UTF_8), Files.readAllBytes(folder.resolve("piped")));
    }

    /** The virtual machine has files of its own open, for reading. */
    @Test
    void descriptorsThatAreNotOpenForWritingAreRefused() throws Exception {
        for (String redirection : List.of("", "7< said")) {
            String said = child("/dev/fd/7", redirection);
            assertTrue(
                    said.contains(
                            "InputException: --json must be a file descriptor that is open for writing: --json=/dev/fd/7"),
                    said);
        }
        assertEquals(TEXT, child("/dev/fd/7", "7>&1 | grep result"), "the remedy");
        refused(
                Path.of("/dev/fd/97"),
                "--json must be a file descriptor that is open for writing: --json=/dev/fd/97",
                "open it, for example with 97>FILE, or name a file");
    }

    @Test
    void foldersAreMadeOrRefused() throws IOException {
        OutputFolder out = new OutputFolder("--out", folder.resolve("a/b"));
        out.check();
        assertFiles();
        assertTrue(Files.isDirectory(out.make()));
        assertFiles("a");
        Path file = Files.createFile(folder.resolve("file"));
        for (Path path : List.of(file, file.resolve("c/d"))) {
            InputException e = assertThrows(InputException.class, () -> new OutputFolder("--out", path).check());
            assertEquals("--out must be a folder: " + file + " is none: --out=" + path, e.getMessage());
            assertEquals("name another folder", e.remedy());
        }
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        new OutputFolder("--out", link).make();
        assertTrue(Files.isSymbolicLink(link));
        EnvironmentException e =
                assertThrows(EnvironmentException.class, () -> new OutputFolder("--out", Path.of("/proc/out")).make());
        assertEquals(
                "--out: /proc/out cannot be written: "
                        + (Files.isWritable(Path.of("/proc")) ? "No such file or directory" : "Permission denied"),
                e.getMessage());
        assertEquals("make the folder writable, or name another one", e.remedy());
    }
}
