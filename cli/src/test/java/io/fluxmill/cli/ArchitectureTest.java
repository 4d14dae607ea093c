// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of the command: everything of Fluxmill, but neither SpinalHDL nor JNA nor DJL directly. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.cli");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 100, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.xml..",
                        "io.fluxmill..",
                        "picocli..",
                        "com.fasterxml.jackson..",
                        "j2html..",
                        "org.eclipse.elk..",
                        "org.eclipse.emf..",
                        "jdk..",
                        "com.sun.management..",
                        "sun..")
                .check(CLASSES);
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
                .andShould()
                .resideInAPackage("io.fluxmill.cli.verb")
                .check(CLASSES);
    }

    /** A family is a folder of that name; a new one is held to this without a line here. */
    @Test
    void familiesDoNotSeeEachOther() {
        slices().matching("io.fluxmill.cli.(mac|pulse|sfq|spiking)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
