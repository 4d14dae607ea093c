// SPDX-License-Identifier: Apache-2.0
package io.fluxmill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill");

    @Test
    void bridgeUsesCoreTransportAndJna() {
        classes()
                .that()
                .resideInAnyPackage("io.fluxmill.verilate..", "io.fluxmill.sim..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.cache..",
                        "io.fluxmill.config..",
                        "io.fluxmill.manifest..",
                        "io.fluxmill.transport..",
                        "io.fluxmill.verilate..",
                        "io.fluxmill.jna..",
                        "io.fluxmill.sim..")
                .check(CLASSES);
    }

    @Test
    void nativeBoundaryKnowsNothingButJna() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.jna..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.sun.jna..", "io.fluxmill.jna..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
