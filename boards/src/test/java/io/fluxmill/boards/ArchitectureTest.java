// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of boards: core. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.boards");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 60, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "io.fluxmill.core..", "io.fluxmill.boards..", "com.fasterxml.jackson..", "jdk.net..")
                .check(CLASSES);
    }
}
