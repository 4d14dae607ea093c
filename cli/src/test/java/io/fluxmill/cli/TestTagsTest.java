// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A test class, of any module, whose sources name what builds simulation models, runs FPGA tools or trains has a tag that
 * {@code ./fluxmill test --quick} leaves out, on itself or on the methods that do it. The sources that a class uses count with it.
 * What hides behind a verb of the command is found by {@code --quick} itself: there such a program does not start.
 */
class TestTagsTest {
    /** Words that need one of these tags. */
    private static final Map<String, String> NEEDS = Map.of(
            "Verilator|VerilatedModel|VerilatedTransport|SimulatorBench|NetlistBench|VirtualBoard",
            "verilator",
            "EventSimulator|AnalogSimulator|BoardBuild|ToolPresent|\"yosys\", *\"-|\"iverilog\", *\"-|\"verilator\", *\"-",
            "verilator|tools",
            "NeedsPyTorch|NDManager|TensorEngine",
            "train");

    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Za-z0-9]+\\b");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
    private static final Path ROOT = Path.of("..");

    @Test
    void everyClassThatNeedsATagHasOne() throws IOException {
        Map<String, String> sources = sources();
        Set<String> without = new TreeSet<>();
        int tagged = 0;
        for (Map.Entry<String, String> test : sources.entrySet()) {
            if (!test.getKey().endsWith("Test")) {
                continue;
            }
            String used = used(test.getKey(), sources);
            for (Map.Entry<String, String> need : NEEDS.entrySet()) {
                Matcher word = Pattern.compile("(?<![A-Za-z0-9_])(" + need.getKey() + ")(?![A-Za-z0-9_])")
                        .matcher(used);
                if (!word.find()) {
                    continue;
                }
                if (Pattern.compile("@Tag\\(\"(" + need.getValue() + ")\"\\)|@NeedsPyTorch")
                        .matcher(test.getValue())
                        .find()) {
                    tagged++;
                } else {
                    without.add(test.getKey() + " must have @Tag(\""
                            + need.getValue().replaceFirst(".*\\|", "") + "\"): it uses " + word.group(1));
                }
            }
        }
        assertEquals(Set.of(), without);
        assertTrue(tagged > 40, "classes with a tag: " + tagged);
    }

    /** Test sources of all modules by the name of their class, without comments. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path module : children(ROOT)) {
            Path tests = module.resolve("src/test/java");
            if (!Files.isDirectory(tests)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
                    sources.merge(name, text, String::concat);
                }
            }
        }
        sources.remove("TestTagsTest");
        return sources;
    }

    private static Set<Path> children(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.collect(Collectors.toSet());
        }
    }

    /** The source of a class and of every test source that it needs, directly or not. */
    private static String used(String name, Map<String, String> sources) {
        Set<String> seen = new HashSet<>(Set.of(name));
        Deque<String> open = new ArrayDeque<>(seen);
        StringBuilder text = new StringBuilder();
        while (!open.isEmpty()) {
            String source = sources.get(open.pop());
            text.append(source).append('\n');
            Matcher names = NAME.matcher(source);
            while (names.find()) {
                if (sources.containsKey(names.group()) && seen.add(names.group())) {
                    open.push(names.group());
                }
            }
        }
        return text.toString();
    }
}
