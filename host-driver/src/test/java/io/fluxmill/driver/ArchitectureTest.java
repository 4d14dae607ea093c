// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of host-driver: core; jSerialComm and JNA in transport only. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.driver");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 30, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.netlist..",
                        "io.fluxmill.driver..",
                        "com.fazecast..",
                        "com.sun.jna..",
                        "jdk.net..")
                .check(CLASSES);
    }

    @Test
    void transportKnowsNoEngine() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.driver.transport..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.driver.transport..",
                        "com.fazecast..",
                        "com.sun.jna..",
                        "jdk.net..")
                .check(CLASSES);
    }

    @Test
    void onlyTransportSeesNativeLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fluxmill.driver.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fazecast..", "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.driver.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** A family is a folder of that name; a new one is held to this without a line here. */
    @Test
    void familiesDoNotSeeEachOther() {
        slices().matching("io.fluxmill.driver.(mac|pulse|sfq|spiking)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
