// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of core: JDK and Jackson, and Jackson only where files are read and written. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.core");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 30, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.fluxmill.core..", "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void onlyReadersAndWritersOfFilesImportJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.fluxmill.core.program.mac.export..",
                        "io.fluxmill.core.config..",
                        "io.fluxmill.core.file..",
                        "io.fluxmill.core.manifest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.core.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** A family is a folder of that name; a new one is held to this without a line here. */
    @Test
    void familiesDoNotSeeEachOther() {
        slices().matching("io.fluxmill.core.program.(mac|pulse|sfq|spiking)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
