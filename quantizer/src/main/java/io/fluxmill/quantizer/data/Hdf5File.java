// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Datasets of numbers in HDF5 files, contiguous, compact or chunked, compressed with deflate or LZF, with or without shuffle and Fletcher-32. The file is held
 * in memory. Links are not followed.
 */
final class Hdf5File {
    static final int[] MAGIC = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

    private static final String REMEDY = "save it again, or convert it, for example with numpy.save";

    private final ByteSource in;
    private final long fileBytes;
    private final Hdf5Numbers numbers;
    private final Map<String, Dataset> datasets = new TreeMap<>();
    private int groups;

    private Hdf5File(ByteSource in, long fileBytes) {
        this.in = in;
        this.fileBytes = fileBytes;
        this.numbers = new Hdf5Numbers(in, fileBytes);
    }

    /**
     * @param name path of the dataset, for example {@code train/images}; null when the file has only one
     * @throws InputException if the file is damaged, or the dataset is not there or does not hold numbers
     */
    static NumericArray read(ByteSource in, String name) {
        return open(in, REMEDY, (hdf, bytes) -> {
            Hdf5File file = new Hdf5File(in, bytes);
            file.find(hdf, "");
            return file.array(name);
        });
    }

    /** What is read from a file and its size in bytes. */
    interface Reader<T> {
        T read(HdfFile file, long fileBytes);
    }

    /**
     * Reads from a file that is held in memory.
     *
     * @param remedy for a damaged file
     * @throws InputException if jhdf fails: the file is damaged
     */
    static <T> T open(ByteSource in, String remedy, Reader<T> reader) {
        byte[] bytes = in.rest();
        try (HdfFile hdf = HdfFile.fromByteBuffer(ByteBuffer.wrap(bytes))) {
            return reader.read(hdf, bytes.length);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // jhdf checks little of what it reads: damage shows as any exception, a cycle of nodes as a stack that is
            // too deep.
            String fact = e instanceof HdfException hdf ? ": " + ByteSource.fact(hdf) : "";
            throw new InputException(in.file() + ": is no HDF5 file, or a damaged one" + fact, remedy);
        } catch (OutOfMemoryError e) {
            throw in.beyondMemory("bytes of chunks", in.memoryBytes(), "bytes=more");
        }
    }

    /** Finds all datasets. */
    private void find(Group group, String path) {
        // More groups than bytes are a cycle.
        if (++groups > fileBytes) {
            throw new HdfException("its groups contain each other");
        }
        for (Node node : group) {
            String name = path + node.getName();
            if (node.isLink()) {
                continue;
            }
            if (node instanceof Group child) {
                find(child, name + "/");
            } else if (node instanceof Dataset dataset) {
                datasets.put(name, dataset);
            }
        }
    }

    private NumericArray array(String name) {
        if (datasets.isEmpty()) {
            throw new InputException(in.file() + ": must have a dataset", "save an array into it");
        }
        String wanted = name == null ? null : name.replaceFirst("^/", "");
        Set<String> names = datasets.keySet();
        if (wanted == null ? names.size() > 1 : !names.contains(wanted)) {
            throw new InputException(
                    in.file() + ": the dataset must be one of " + ByteSource.quoted(names.toString()) + ": dataset="
                            + (name == null ? "" : name),
                    "name it after the file, for example " + in.file() + "#"
                            + names.iterator().next());
        }
        String chosen = wanted == null ? names.iterator().next() : wanted;
        return numbers.array(in.file() + "#" + chosen, datasets.get(chosen));
    }
}
