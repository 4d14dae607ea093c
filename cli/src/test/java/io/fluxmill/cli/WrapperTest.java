// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper script with a PATH that has only the tools that the script itself uses, and fakes of the others. */
class WrapperTest {
    private static final Path SCRIPT = Path.of("../fluxmill").toAbsolutePath().normalize();
    private static final List<String> BASE = List.of(
            "awk",
            "bash",
            "chmod",
            "cat",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "id",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "tail",
            "touch",
            "tr",
            "javac",
            "java");

    @TempDir
    private Path bin;

    @BeforeEach
    void linkBaseTools() throws IOException {
        for (String tool : BASE) {
            Files.createSymbolicLink(bin.resolve(tool), find(tool));
        }
    }

    private static Path find(String tool) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return Path.of(folder, tool);
            }
        }
        throw new AssertionError(tool + " is not on the PATH");
    }

    @Test
    void withoutApt() throws Exception {
        assertRefused("fluxmill: apt-get is not on this machine:"
                + " install the equivalents of these Debian packages yourself: maven\n");
    }

    @Test
    void withoutRootAndSudo() throws Exception {
        script("apt-get", "exit 99");
        script("id", "echo 1000");
        assertRefused("fluxmill: installing needs root and there is no sudo: run as root: apt-get install maven\n");
    }

    @Test
    void installsWithSudo() throws Exception {
        Path log = bin.resolve("log");
        script("id", "echo 1000");
        script("sudo", "echo sudo >>" + log + "; while [ \"$1\" = -n ]; do shift; done; exec \"$@\"");
        script("apt-cache", "exit 1");
        script(
                "apt-get",
                "echo \"$DEBIAN_FRONTEND $*\" >>" + log + "\n"
                        + "case \"$*\" in *install*) printf '#!/bin/sh\\necho no Maven here\\nexit 1\\n' >" + bin
                        + "/mvn; chmod +x " + bin + "/mvn;; esac");
        Run run = runFormats();
        assertTrue(run.text().startsWith("fluxmill: installing with apt-get: maven\n"), run.text());
        assertEquals(
                List.of(
                        "sudo",
                        "noninteractive -qq -o Dpkg::Use-Pty=0 update",
                        "sudo",
                        "noninteractive -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends maven"),
                Files.readAllLines(log));
    }

    @Test
    void aptFails() throws Exception {
        script("id", "echo 0");
        script("apt-cache", "exit 0");
        script("apt-get", "echo E: no route >&2; exit 100");
        Run run = runFormats();
        assertEquals(2, run.code());
        assertTrue(run.text().contains("fluxmill: apt-get could not install the missing packages"), run.text());
        assertTrue(run.text().endsWith("run: sudo apt-get update && sudo apt-get install maven\n"), run.text());
    }

    @Test
    void countsTests() throws Exception {
        fakeTools();
        maven(
                """
                <testsuite name="a.BTest" time="1" tests="5" errors="1" skipped="2" failures="1">
                  <testcase name="wrong" classname="a.BTest" time="0"/>
                  <testcase name="absent" classname="a.BTest" time="0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: \
                Assumption failed: data is not there
                  at a.BTest
                  ]]></skipped>
                  <testcase name="long" classname="a.BTest" time="0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException:\s
                Assumption failed: two lines
                of a reason]]></skipped>
                """);
        Run run = run("test");
        assertEquals(1, run.code());
        assertTrue(
                run.text()
                        .endsWith("skipped: a.BTest.absent: data is not there\nskipped: a.BTest.long: two lines\n"
                                + "1 passed, 2 failed, 2 skipped\n"),
                run.text());
    }

    @Test
    void allPassed() throws Exception {
        fakeTools();
        maven("<testsuite name=\"a.BTest\" time=\"1\" tests=\"4\" errors=\"0\" skipped=\"0\" failures=\"0\">\n");
        Run run = run("test");
        assertEquals(0, run.code());
        assertTrue(run.text().endsWith("4 passed, 0 failed, 0 skipped\n"), run.text());
    }

    /** Only Java and Maven are needed; the tags are left out, and a program that a quick test must not start fails. */
    @Test
    void quick() throws Exception {
        script(
                "mvn",
                "mkdir -p core/target/surefire-reports; verilator --version; echo $? $* >&2;"
                        + "echo '<testsuite name=\"a.BTest\" time=\"1\" tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"0\">'"
                        + " >core/target/surefire-reports/TEST-a.xml");
        Run run = run("test", "--quick", "-o");
        assertEquals(0, run.code(), run.text());
        assertTrue(run.text().endsWith("2 passed, 0 failed, 0 skipped\n"), run.text());
        assertEquals(
                List.of(
                        "fluxmill test --quick: a test that starts verilator must have a tag (CONTRIBUTING.md)",
                        "99 -B --no-transfer-progress -T 2 -Dmaven.test.failure.ignore=true"
                                + " -DexcludedTags=slow,verilator,tools,train -o test -Ptrain"),
                Files.readAllLines(bin.resolve("project/target/test.log")));
    }

    /** Java gets a locale in which names of files may have any letter, unless the user's is one. */
    @Test
    void locale() throws Exception {
        script("mvn", "mkdir -p cli/target; : >cli/target/classpath");
        script("java", "echo \"locale:$LC_ALL verb:${!#}\"");
        assertTrue(runFormats().text().endsWith("\nlocale:C.UTF-8 verb:formats\n"));
        for (String ascii : List.of("ANSI_X3.4-1968", "")) {
            script("locale", "echo " + ascii);
            assertTrue(again("", "formats").text().endsWith("locale:C.UTF-8 verb:formats\n"), ascii);
        }
        for (String other : List.of("UTF-8", "ISO-8859-1")) {
            script("locale", "[ $1 = charmap ] && echo " + other);
            assertTrue(again("", "formats").text().endsWith("locale: verb:formats\n"), other);
        }
    }

    /** A closed stdout is opened for reading, so that no file of the run gets its number and writing fails. */
    @Test
    void streamsThatAreClosed() throws Exception {
        script("mvn", "mkdir -p cli/target; : >cli/target/classpath");
        script("java", "exec 9>" + bin.resolve("opened") + "; echo result || echo code $? >&2");
        runFormats();
        String text = again(">&-", "formats").text();
        assertTrue(text.contains("write error: Bad file descriptor\ncode 1\n"), text);
        assertEquals(new Run(0, "result\n"), again("2>&-", "formats"));
        assertEquals("", Files.readString(bin.resolve("opened")));
    }

    @Test
    void noTestRan() throws Exception {
        fakeTools();
        maven("");
        Run run = run("test");
        assertEquals(1, run.code());
        assertTrue(run.text().endsWith("0 passed, 0 failed, 0 skipped\nfluxmill: no test ran\n"), run.text());
    }

    /** Every tool is there, and installing a package does nothing. */
    private void fakeTools() throws IOException {
        for (String tool : List.of(
                "g++",
                "make",
                "verilator",
                "yosys",
                "iverilog",
                "ngspice",
                "ccache",
                "nextpnr-ice40",
                "icepack",
                "openFPGALoader",
                "dfu-util",
                "mmdebstrap",
                "bwrap",
                "riscv64-unknown-elf-gcc",
                "riscv64-unknown-elf-objcopy",
                "apt-cache",
                "apt-get")) {
            script(tool, "exit 0");
        }
        script("id", "echo 0");
    }

    /** A Maven that writes one report. */
    private void maven(String report) throws IOException {
        Path file = Files.writeString(bin.resolve("report.xml"), report);
        script(
                "mvn",
                "mkdir -p core/target/surefire-reports && cat " + file + " >core/target/surefire-reports/TEST-a.xml");
    }

    private void assertRefused(String message) throws Exception {
        assertEquals(new Run(2, message), runFormats());
    }

    private void script(String name, String text) throws IOException {
        Path file = bin.resolve(name);
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int code, String text) {}

    /** Runs a copy of the script, so that nothing is built here. */
    private Run runFormats() throws Exception {
        return run("formats");
    }

    private Run run(String... arguments) throws Exception {
        Path copy = Files.createDirectories(bin.resolve("project")).resolve("fluxmill");
        Files.copy(SCRIPT, copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        return again("", arguments);
    }

    /** Runs the copy with redirections of the shell. */
    private Run again(String redirections, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$0\" \"$@\" " + redirections));
        command.add(bin.resolve("project").resolve("fluxmill").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", bin.toString());
        builder.environment().remove("LC_ALL");
        builder.environment().put("FLUXMILL_TOOL_ROOTS", "");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), text);
    }
}
