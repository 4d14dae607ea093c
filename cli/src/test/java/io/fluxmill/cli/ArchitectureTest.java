// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The compile edges of the command: everything of Fluxmill, but neither SpinalHDL nor JNA nor DJL directly. */
class ArchitectureTest {
    private final JavaClasses cli = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.cli");

    @Test
    void libraries() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("spinal..", "scala..", "com.sun.jna..", "ai.djl..", "com.google.protobuf..")
                .check(cli);
    }

    @Test
    void verbsAreNamedAfterTheirVerb() {
        classes()
                .that()
                .areAnnotatedWith(picocli.CommandLine.Command.class)
                .and()
                .doNotHaveSimpleName("Fluxmill")
                .should()
                .haveSimpleNameEndingWith("Command")
                .check(cli);
    }
}
