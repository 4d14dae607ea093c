// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes that docs/java.md calls public are there, and examples/java imports no other. */
class PublicClassesTest {
    private static final Pattern ROW = Pattern.compile("\\| `(io\\.fluxmill\\.[a-z.]+)` \\| (.*) \\|");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+)`");
    private static final Pattern IMPORT =
            Pattern.compile("import (?:static )?(io\\.fluxmill\\.[a-z.]+\\.[A-Z][A-Za-z0-9]*)");

    @Test
    void allAreThere() throws Exception {
        int checked = 0;
        Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/java.md")));
        while (rows.find()) {
            Matcher names = NAME.matcher(rows.group(2));
            while (names.find()) {
                Class<?> type = Class.forName(rows.group(1) + "." + names.group(1));
                assertTrue(Modifier.isPublic(type.getModifiers()), type.getName());
                checked++;
            }
        }
        assertTrue(checked > 50, "classes: " + checked);
    }

    @Test
    void theExampleUsesNoOther() throws IOException {
        String document = Files.readString(Path.of("../docs/java.md"));
        int checked = 0;
        try (var files = Files.walk(Path.of("../examples/java/src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher imports = IMPORT.matcher(Files.readString(file));
                while (imports.find()) {
                    int dot = imports.group(1).lastIndexOf('.');
                    String row = "\\| `" + Pattern.quote(imports.group(1).substring(0, dot)) + "` \\|.*`"
                            + imports.group(1).substring(dot + 1) + "`.*";
                    assertTrue(Pattern.compile(row).matcher(document).find(), imports.group(1) + " in " + file);
                    checked++;
                }
            }
        }
        assertTrue(checked > 30, "imports: " + checked);
    }
}
