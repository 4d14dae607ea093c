// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges of quantizer: core, netlist, Commons Math; protobuf and Jackson where files are read, jhdf and ImageIO in data, DJL in train only. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fluxmill.quantizer");

    @Test
    void imports() {
        assertTrue(CLASSES.size() > 150, () -> CLASSES.size() + " classes");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.netlist..",
                        "io.fluxmill.quantizer..",
                        "org.apache.commons.math3..",
                        "com.google.protobuf..",
                        "com.fasterxml.jackson..",
                        "io.jhdf..",
                        "javax.imageio..",
                        "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void onlyTrainSeesDjl() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fluxmill.quantizer..train..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..")
                .check(CLASSES);
    }

    @Test
    void onlyDataSeesHdf5AndImages() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fluxmill.quantizer.data..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jhdf..", "javax.imageio..", "java.awt..")
                .check(CLASSES);
    }

    @Test
    void onlyReadersSeeProtobufAndJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.fluxmill.quantizer..read..", "io.fluxmill.quantizer.data..", "io.fluxmill.quantizer.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void detectorIsPhysics() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.quantizer.pulse.detector..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.quantizer.pulse.detector..",
                        "org.apache.commons.math3..")
                .check(CLASSES);
    }

    @Test
    void graphIsTheVocabularyOfTheOthers() {
        classes()
                .that()
                .resideInAPackage("io.fluxmill.quantizer.mac.graph..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.fluxmill.core..",
                        "io.fluxmill.quantizer.mac.graph..",
                        "io.fluxmill.quantizer.mac.linear..",
                        "org.apache.commons.math3.special..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.fluxmill.quantizer.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** A family is a folder of that name; a new one is held to this without a line here. */
    @Test
    void familiesDoNotSeeEachOther() {
        slices().matching("io.fluxmill.quantizer.(mac|pulse|sfq|spiking)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
