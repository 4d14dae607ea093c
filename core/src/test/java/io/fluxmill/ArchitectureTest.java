// SPDX-License-Identifier: Apache-2.0
package io.fluxmill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The compile edges of core: JDK and Jackson, and Jackson only where files are read and written. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill");

    @Test
    void coreImportsOnlyTheJdkAndJackson() {
        assertTrue(CORE.size() > 30, () -> CORE.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson..",
                        "io.fluxmill.cache..",
                        "io.fluxmill.config..",
                        "io.fluxmill.cell..",
                        "io.fluxmill.file..",
                        "io.fluxmill.format..",
                        "io.fluxmill.manifest..",
                        "io.fluxmill.program..")
                .check(CORE);
    }

    @Test
    void onlyReadersAndWritersOfFilesImportJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fluxmill.config..", "io.fluxmill.file..", "io.fluxmill.manifest..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CORE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.(*)..").should().beFreeOfCycles().check(CORE);
    }
}
