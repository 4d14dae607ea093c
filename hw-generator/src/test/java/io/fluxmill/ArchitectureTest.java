// SPDX-License-Identifier: Apache-2.0
package io.fluxmill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The compile edges of hw-generator: core and SpinalHDL, the latter behind the facade. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("hw-generator"))
            .importPackages("io.fluxmill");

    @Test
    void onlyTheFacadeSeesSpinalAndScala() {
        // Subclasses of Module inherit from Component, so what they inherit is not held against them.
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fluxmill.hdl..")
                .should()
                .accessClassesThat()
                .resideInAnyPackage("scala..")
                .check(classes);
    }

    @Test
    void hardwareImportsCoreOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "spinal..",
                        "scala..",
                        "com.google.errorprone..",
                        "io.fluxmill.cell..",
                        "io.fluxmill.format..",
                        "io.fluxmill.config..",
                        "io.fluxmill.file..",
                        "io.fluxmill.manifest..",
                        "io.fluxmill.hdl..",
                        "io.fluxmill.arith..",
                        "io.fluxmill.soc..",
                        "io.fluxmill.mac..",
                        "io.fluxmill.pulse..",
                        "io.fluxmill.sfq..",
                        "io.fluxmill.system..",
                        "io.fluxmill.link..",
                        "io.fluxmill.emit..")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.(*)..").should().beFreeOfCycles().check(classes);
    }
}
