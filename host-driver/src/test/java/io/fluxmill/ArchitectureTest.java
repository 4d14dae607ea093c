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
    void driverUsesCoreOnly() {
        classes()
                .that()
                .resideInAnyPackage("io.fluxmill.device..", "io.fluxmill.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.cell..",
                        "io.fluxmill.config..",
                        "io.fluxmill.format..",
                        "io.fluxmill.manifest..",
                        "io.fluxmill.program..",
                        "io.fluxmill.transport..",
                        "io.fluxmill.device..",
                        "io.fluxmill.runtime..")
                .check(CLASSES);
    }

    @Test
    void transportKnowsNobody() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.transport..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fazecast..", "com.sun.jna..", "jdk.net..", "io.fluxmill.transport..")
                .check(CLASSES);
    }

    @Test
    void driverPackagesHaveNoCycles() {
        slices().matching("io.fluxmill.(transport|device|runtime)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
