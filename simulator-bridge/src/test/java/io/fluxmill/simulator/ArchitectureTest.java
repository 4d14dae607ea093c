// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of simulator-bridge: core, driver; JNA in jna only. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.simulator");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 30, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.driver..",
                        "io.fluxmill.simulator..",
                        "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void nativeBoundaryKnowsNothingButJna() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.simulator.jna..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.fluxmill.simulator.jna..", "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void onlyTheBoundarySeesJna() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fluxmill.simulator.jna..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.simulator.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
