// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.Fluxmill;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Families;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal sees of verbs that compute everything: each stage in its order, never less than before, at last 100 % and an empty line. */
@Tag("verilator")
class StagesOfVerifyTest {
    private static final String KEEP = "fluxmill.keep.results";
    private static final String CLEAR = "\r\033[K";
    private static final Pattern LINE =
            Pattern.compile("\\[#*-*] (\\d+) %(?:  (.*?))?(?:  about .* (?:left|for this stage))?");
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    private Path folder;

    @BeforeEach
    void computeEverything() {
        System.setProperty(KEEP, "no");
    }

    @AfterEach
    void reset() {
        System.clearProperty(KEEP);
    }

    /** The names of the stages that were shown, each once. */
    private List<String> stages(String verb, Path config) {
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), true);
        List<String> args = new ArrayList<>(List.of(verb, config.toString()));
        if (verb.equals("verify")) {
            args.addAll(List.of("--out", folder.resolve("out").toString()));
        }
        assertEquals(0, Fluxmill.run(Families.BUILT_IN, console, args.toArray(String[]::new)), err.toString());
        List<String> names = new ArrayList<>();
        int before = 0;
        for (String line : err.toString().split(Pattern.quote(CLEAR))) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                int percent = Integer.parseInt(parts.group(1));
                assertTrue(percent >= before && percent <= 100, line + " after " + before + " %");
                before = percent;
                String name = parts.group(2);
                if (name != null
                        && (names.isEmpty() || !names.get(names.size() - 1).equals(name))) {
                    names.add(name);
                }
            }
        }
        assertEquals(100, before);
        assertTrue(err.toString().contains("#] 100 %" + CLEAR), "all of the bar is full: " + err);
        String afterwards = err.toString().substring(err.toString().lastIndexOf("] 100 %"));
        assertEquals("] 100 %" + CLEAR, afterwards.substring(0, Math.min(afterwards.length(), 7 + CLEAR.length())));
        return names;
    }

    @Test
    void aNetworkOnAMatrixEngine() throws IOException {
        Path config = new TinyDesign(folder)
                .with("[INT8, INT4]", "[INT8, mixed]\n  mixed: {narrow: INT4, wide: INT8, share: 0.5}")
                .config();
        assertEquals(
                List.of(
                        "reading the model",
                        "running in float",
                        "calibrating",
                        "quantising to INT8",
                        "choosing wide layers",
                        "quantising to mixed",
                        "generating the design",
                        "preparing the engines",
                        "reference in INT8",
                        "simulating in INT8",
                        "reference in mixed",
                        "simulating in mixed"),
                stages("verify", config));
        assertEquals(
                List.of(
                        "reading the model",
                        "running in float",
                        "calibrating",
                        "quantising to INT8",
                        "reference in INT8",
                        "choosing wide layers",
                        "quantising to mixed",
                        "reference in mixed"),
                stages("quantize", config));
    }

    @Test
    void anSfqNetworkWithItsStudy() throws IOException {
        Files.createDirectory(folder.resolve("sfq"));
        Files.copy(EXAMPLES.resolve("sfq/xor.json"), folder.resolve("sfq/xor.json"));
        String text = Files.readString(EXAMPLES.resolve("sfq-xor.yaml"))
                .replace("windows: 400", "windows: 80")
                .replace("windows: 1000", "windows: 100")
                .replace("[8, 16, 32, 64, 128, 256, 512]", "[16, 64]")
                .replace("[-15, -10, -7.5, -5, -2.5, 0, 2.5, 5, 7.5, 10, 15]", "[-15, 0]");
        Path config = Files.writeString(folder.resolve("xor.yaml"), text + "verify: {back-ends: [tick-rtl, icarus]}\n");
        assertEquals(
                List.of(
                        "generating the design",
                        "preparing the engines",
                        "reference",
                        "comparing with tick-rtl",
                        "comparing with icarus",
                        "studying errors",
                        "studying bias margins"),
                stages("verify", config));
    }

    @Test
    void pulsesOfKnownTruth() throws IOException {
        Files.copy(EXAMPLES.resolve("pulse/in32.json"), folder.resolve("in32.json"));
        String text = Files.readString(EXAMPLES.resolve("pulse-in32.yaml"))
                .replace("pulse/in32.json", "in32.json")
                .replace("events: 20000", "events: 400")
                .replace("range-events: 5000", "range-events: 200")
                .replaceAll("curve-snr-db: .*", "curve-snr-db: [50, 30.25]")
                .replace("curve-events: 2000", "curve-events: 100");
        assertEquals(
                List.of(
                        "generating the design",
                        "preparing the engines",
                        "simulating pulses",
                        "simulating 30.25 dB",
                        "simulating 50.00 dB",
                        "simulating amplitudes"),
                stages("verify", Files.writeString(folder.resolve("pulse.yaml"), text)).stream()
                        .filter(name -> !name.startsWith("estimating "))
                        .toList());
    }
}
