// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What is checked of a dataset's chunks before jhdf decodes them: that all are there, and that none becomes larger than a chunk. */
final class Hdf5Chunks {
    private static final int DEFLATE = 1;
    private static final int LZF = 32_000;

    /**
     * Numbers of deflate, shuffle, Fletcher-32 and LZF. LZ4 and what contains it are left out: its decoder reads beyond its input if that is damaged.
     *
     * <p>Source: <a href="https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md">Registered filters</a>.
     */
    private static final Set<Integer> FILTERS = Set.of(DEFLATE, 2, 3, LZF);

    /** Index, among the values of LZF, of the bytes of a chunk before it. */
    private static final int LZF_BYTES = 2;

    /** What a checksum adds to a chunk, and more. */
    private static final int CHECKSUMS = 64;

    private final String file;
    private final ChunkedDataset dataset;
    private final long chunkBytes;

    /** @param chunkBytes of values in a chunk */
    Hdf5Chunks(String file, ChunkedDataset dataset, long chunkBytes) {
        this.file = file;
        this.dataset = dataset;
        this.chunkBytes = chunkBytes;
    }

    /** @throws InputException if a chunk was never written, which then has no values, or is compressed in another way than those known */
    void check() {
        List<PipelineFilterWithData> filters = filters();
        for (PipelineFilterWithData filter : filters) {
            int[] values = filter.getFilterData();
            if (filter.getId() != LZF) {
                continue;
            }
            if (values.length <= LZF_BYTES) {
                throw otherFilter("lzf without the size of a chunk");
            }
            if (values[LZF_BYTES] < 0 || values[LZF_BYTES] > chunkBytes + CHECKSUMS) {
                throw new HdfException("a chunk of LZF has another size");
            }
        }
        boolean deflated = filters.stream().anyMatch(filter -> filter.getId() == DEFLATE);
        int[] sizes = dataset.getDimensions();
        int[] chunk = dataset.getChunkDimensions();
        int[] offset = new int[sizes.length];
        int axis;
        do {
            ByteBuffer stored = stored(offset);
            if (deflated) {
                requireInflates(stored);
            }
            for (axis = sizes.length - 1; axis >= 0 && (offset[axis] += chunk[axis]) >= sizes[axis]; axis--) {
                offset[axis] = 0;
            }
        } while (axis >= 0);
    }

    private List<PipelineFilterWithData> filters() {
        try {
            List<PipelineFilterWithData> filters = dataset.getFilters();
            for (PipelineFilterWithData filter : filters) {
                if (!FILTERS.contains(filter.getId())) {
                    throw new HdfFilterException(filter.getName());
                }
            }
            return filters;
        } catch (HdfFilterException e) {
            throw otherFilter(ByteSource.fact(e));
        }
    }

    /** LZF without a size is what h5py makes of strings of variable length. */
    private InputException otherFilter(String filter) {
        return new InputException(
                file + ": chunks must be plain or compressed with gzip or lzf: filter=" + filter,
                "save it with another compression, for example with h5repack -f GZIP=6");
    }

    private ByteBuffer stored(int[] offset) {
        try {
            return dataset.getRawChunkBuffer(offset);
        } catch (HdfException e) {
            throw new InputException(
                    file + ": every chunk must be written: chunk at " + Arrays.toString(offset) + " is not",
                    "write all values of the dataset");
        }
    }

    /** Deflate makes up to 1032 bytes of one: it is tried before memory is taken for them. */
    private void requireInflates(ByteBuffer stored) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            byte[] part = new byte[8192];
            for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                if (inflater.getBytesWritten() > chunkBytes + CHECKSUMS) {
                    throw new HdfException("a chunk inflates to more than " + chunkBytes + " bytes");
                }
            }
        } catch (DataFormatException e) {
            throw new HdfException("a chunk is no deflated data", e);
        } finally {
            inflater.end();
        }
    }
}
