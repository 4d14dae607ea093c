// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of hw-generator: core, netlist and SpinalHDL, the latter behind the facade. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.hw");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 80, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.netlist..",
                        "io.fluxmill.hw..",
                        "spinal..",
                        "scala..",
                        "com.google.errorprone..")
                .check(CLASSES);
    }

    /** Subclasses of Module inherit from Component, so what they inherit is not held against them. */
    @Test
    void onlyTheFacadeSeesSpinalAndScala() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fluxmill.hw.hdl..")
                .should()
                .accessClassesThat()
                .resideInAnyPackage("scala..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.hw.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** A family is a folder of that name; a new one is held to this without a line here. */
    @Test
    void familiesDoNotSeeEachOther() {
        slices().matching("io.fluxmill.hw.(mac|pulse|sfq|spiking)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
