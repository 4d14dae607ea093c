// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of netlist: pure design automation over core. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.netlist");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 30, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.fluxmill.core..", "io.fluxmill.netlist..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.netlist.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
