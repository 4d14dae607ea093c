// SPDX-License-Identifier: Apache-2.0
package io.fluxmill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The compile edges of this module: core, Commons Math; protobuf and Jackson in read, DJL in train only. */
class QuantizerArchitectureTest {
    private static final String[] OWN = {
        "io.fluxmill.graph..",
        "io.fluxmill.read..",
        "io.fluxmill.detector..",
        "io.fluxmill.calibrate..",
        "io.fluxmill.grid..",
        "io.fluxmill.precision..",
        "io.fluxmill.train..",
        "io.fluxmill.reference..",
        "io.fluxmill.map..",
        "io.fluxmill.margin.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "io.fluxmill.graph",
                    "io.fluxmill.read",
                    "io.fluxmill.detector",
                    "io.fluxmill.calibrate",
                    "io.fluxmill.grid",
                    "io.fluxmill.precision",
                    "io.fluxmill.train",
                    "io.fluxmill.reference",
                    "io.fluxmill.map",
                    "io.fluxmill.margin");

    @Test
    void importsOnlyCoreCommonsMathProtobufAndDjl() {
        assertTrue(CLASSES.size() > 50, "classes: " + CLASSES.size());
        classes()
                .that()
                .resideInAnyPackage(OWN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.graph..",
                        "io.fluxmill.read..",
                        "io.fluxmill.detector..",
                        "io.fluxmill.calibrate..",
                        "io.fluxmill.grid..",
                        "io.fluxmill.precision..",
                        "io.fluxmill.train..",
                        "io.fluxmill.reference..",
                        "io.fluxmill.map..",
                        "io.fluxmill.margin..",
                        "io.fluxmill.cell..",
                        "io.fluxmill.format..",
                        "io.fluxmill.tensor..",
                        "io.fluxmill.manifest..",
                        "io.fluxmill.program..",
                        "io.fluxmill.config..",
                        "io.fluxmill.file..",
                        "org.apache.commons.math3..",
                        "com.google.protobuf..",
                        "com.fasterxml.jackson..",
                        "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void onlyTrainSeesDjl() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fluxmill.train..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..")
                .check(CLASSES);
    }

    @Test
    void onlyReadSeesProtobufAndJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.fluxmill.read..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    /** Physics of pulses: Commons Math and nothing of the other packages. */
    @Test
    void detectorDependsOnCoreAndCommonsMath() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.detector..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.detector..",
                        "io.fluxmill.format..",
                        "io.fluxmill.config..",
                        "io.fluxmill.file..",
                        "org.apache.commons.math3..")
                .check(CLASSES);
    }

    /** Nothing after the reader knows about files: graph is the vocabulary of all other packages. */
    @Test
    void graphDependsOnNothingElseHere() {
        noClasses()
                .that()
                .resideInAPackage("io.fluxmill.graph..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fluxmill.read..",
                        "io.fluxmill.detector..",
                        "io.fluxmill.calibrate..",
                        "io.fluxmill.grid..",
                        "io.fluxmill.precision..",
                        "io.fluxmill.train..",
                        "io.fluxmill.reference..",
                        "io.fluxmill.map..")
                .check(CLASSES);
    }
}
