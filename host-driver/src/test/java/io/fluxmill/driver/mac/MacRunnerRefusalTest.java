// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.mac.MacRunnerTest.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the runner refuses, and what it reports of hardware that refuses. */
class MacRunnerRefusalTest {
    @Test
    void programOfAnotherDesignIsRefused() {
        Network network = new Network();
        MacProgram other =
                new MacProgram("net", "big", "00000001", network.program.values(), network.program.steps(), 5);
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 16, true);
        assertEquals(
                "net was mapped for another design: big 00000001, found software 89ABCDEF",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MacRunner(new Device(hardware.manifest(), hardware), other))
                        .getMessage());
    }

    @Test
    void groupThatDoesNotFitIsRefused() {
        Network network = new Network();
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 16, 16, true);
        MacRunner runner = new MacRunner(new Device(hardware.manifest(), hardware), network.program);
        assertEquals(
                "conv1: a column group must fit the buffers of software: words=18 of 16, tiles=2 of 16",
                assertThrows(IllegalArgumentException.class, () -> runner.run(new short[128], 1, RunOptions.RESULT))
                        .getMessage());
    }

    @Test
    void refusalOfTheHardwareIsReported() {
        Network network = new Network();
        SoftwareCoprocessor small = new SoftwareCoprocessor(4, 4, 16, 16, true);
        Manifest claims = new SoftwareCoprocessor(4, 4, 1024, 16, true).manifest();
        MacRunner runner = new MacRunner(new Device(claims, small), network.program);
        assertEquals(
                "conv1: software refused the load of weights",
                assertThrows(DeviceException.class, () -> runner.run(new short[128], 1, RunOptions.RESULT))
                        .getMessage());
    }

    /** The software refuses a load while a job runs, so that every other test shows that the runner never tries. */
    @Test
    void aJobOfSomebodyElseIsReported() {
        Network network = new Network();
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 16, true);
        Device device = new Device(hardware.manifest(), hardware);
        MacRunner runner = new MacRunner(device, network.program);
        for (String size : List.of("ROWS", "COLUMNS", "DEPTH", "DEPTH_WORDS", "CONTROL")) {
            device.write(size, 1);
        }
        assertEquals(
                "conv1: software refused the load of weights: it is busy with a job that was not started here; reset it",
                assertThrows(DeviceException.class, () -> runner.run(new short[128], 1, RunOptions.RESULT))
                        .getMessage());
        assertEquals(0, device.readField("STATUS", "error"), "acknowledged");
    }

    @Test
    void anErrorDuringAJobIsReported() {
        Network network = new Network();
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 16, true);
        MacRunner runner = new MacRunner(new Device(hardware.manifest(), hardware), network.program);
        hardware.disturbed = true;
        assertEquals(
                "conv1: software reports an error in the job: a load or a start by somebody else, or weights beyond the buffer",
                assertThrows(DeviceException.class, () -> runner.run(new short[128], 1, RunOptions.RESULT))
                        .getMessage());
    }

    @Test
    void inputOfTheWrongSizeIsRefused() {
        Network network = new Network();
        SoftwareCoprocessor hardware = new SoftwareCoprocessor(4, 4, 1024, 16, true);
        MacRunner runner = new MacRunner(new Device(hardware.manifest(), hardware), network.program);
        assertEquals(
                "input must be 2 samples of 128 codes: codes=255",
                assertThrows(IllegalArgumentException.class, () -> runner.run(new short[255], 2, RunOptions.RESULT))
                        .getMessage());
    }
}
