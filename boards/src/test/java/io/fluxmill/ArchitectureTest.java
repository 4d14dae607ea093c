// SPDX-License-Identifier: Apache-2.0
package io.fluxmill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "io.fluxmill.board",
                    "io.fluxmill.bitstream",
                    "io.fluxmill.flow",
                    "io.fluxmill.jtag",
                    "io.fluxmill.flash");

    @Test
    void boardsUseTheCoreOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "jdk.net..",
                        "com.fasterxml.jackson..",
                        "io.fluxmill.cache..",
                        "io.fluxmill.config..",
                        "io.fluxmill.file..",
                        "io.fluxmill.manifest..",
                        "io.fluxmill.board..",
                        "io.fluxmill.flow..",
                        "io.fluxmill.bitstream..",
                        "io.fluxmill.jtag..",
                        "io.fluxmill.flash..")
                .check(CLASSES);
    }
}
