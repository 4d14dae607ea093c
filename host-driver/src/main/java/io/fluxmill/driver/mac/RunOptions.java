// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

/**
 * How a batch is run.
 *
 * @param keepValues keep every intermediate value, not only the result
 * @param valueBytes memory for the values of the samples in flight; larger batches run in parts
 * @param streamBytes memory for each stream's buffer; larger jobs run in parts
 */
public record RunOptions(boolean keepValues, long valueBytes, int streamBytes) {
    private static final long DEFAULT_VALUE_BYTES = 256L << 20;
    private static final int DEFAULT_STREAM_BYTES = 16 << 20;

    /** Only the result is kept. */
    public static final RunOptions RESULT = new RunOptions(false, DEFAULT_VALUE_BYTES, DEFAULT_STREAM_BYTES);

    /** Every value is kept, for comparison with a reference. */
    public static final RunOptions ALL_VALUES = new RunOptions(true, DEFAULT_VALUE_BYTES, DEFAULT_STREAM_BYTES);

    public RunOptions {
        if (valueBytes <= 0 || streamBytes <= 0) {
            throw new IllegalArgumentException(
                    "memory must be positive: valueBytes=" + valueBytes + ", streamBytes=" + streamBytes);
        }
    }
}
