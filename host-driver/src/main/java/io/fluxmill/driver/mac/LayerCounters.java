// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

/**
 * What one step of a program took over a whole batch. Steps that run in the driver have zero hardware counters.
 *
 * @param name the step
 * @param operandFormat format of what it reads
 * @param resultFormat format of what it writes
 * @param jobs jobs that the co-processor was started for
 * @param utilisation share of the multiply-accumulate slots used, 0 to 1
 * @param packNanos time to gather and pack activations
 * @param deviceNanos time in the transport: loads, registers, streams
 * @param unpackNanos time to put results where they belong, or of the whole step if it runs in the driver
 */
public record LayerCounters(
        String name,
        String operandFormat,
        String resultFormat,
        long jobs,
        Counters hardware,
        double utilisation,
        long packNanos,
        long deviceNanos,
        long unpackNanos) {
    /** With those of the same step for another batch. */
    public LayerCounters plus(LayerCounters other) {
        long cycles = hardware.cycles() + other.hardware.cycles();
        double used = utilisation * hardware.cycles() + other.utilisation * other.hardware.cycles();
        return new LayerCounters(
                name,
                operandFormat,
                resultFormat,
                jobs + other.jobs,
                hardware.plus(other.hardware),
                cycles == 0 ? 0 : used / cycles,
                packNanos + other.packNanos,
                deviceNanos + other.deviceNanos,
                unpackNanos + other.unpackNanos);
    }
}
