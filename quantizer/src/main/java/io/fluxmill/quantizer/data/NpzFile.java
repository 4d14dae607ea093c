// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Archives of NumPy arrays (numpy.savez, numpy.savez_compressed). Only the array that is asked for is unpacked. */
final class NpzFile {
    private static final String REMEDY = "save it again with numpy.savez";

    private NpzFile() {}

    /** @param array name of the array; null when the archive has only one */
    static NumericArray read(Path path, String array, long memoryBytes) {
        try (ByteSource in = ByteSource.plain(path, memoryBytes)) {
            if (in.startsWith(0x1F, 0x8B)) {
                throw new InputException(
                        path + ": an npz file must not be compressed once more with gzip", "unpack it with gunzip");
            }
        }
        try (ZipFile zip = open(path)) {
            return array(path, zip, array, memoryBytes);
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(path + ": cannot be read: " + ByteSource.fact(e), REMEDY);
        }
    }

    /** Names that are not marked as UTF-8 may still be UTF-8; if they are not, every byte is a character. */
    private static ZipFile open(Path path) throws IOException {
        try {
            return new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | IllegalArgumentException e) {
            return new ZipFile(path.toFile(), StandardCharsets.ISO_8859_1);
        }
    }

    private static NumericArray array(Path path, ZipFile zip, String array, long memoryBytes) throws IOException {
        Map<String, ZipEntry> arrays = new TreeMap<>();
        zip.stream().forEach(entry -> arrays.put(entry.getName().replaceFirst("\\.npy$", ""), entry));
        if (arrays.isEmpty()) {
            throw new InputException(path + ": is not a NumPy archive with arrays", REMEDY);
        }
        if (array == null && arrays.size() == 1) {
            return read(path.toString(), zip, arrays.values().iterator().next(), memoryBytes);
        }
        if (array == null || !arrays.containsKey(array)) {
            throw new InputException(
                    path + ": the array must be one of "
                            + ByteSource.quoted(arrays.keySet().toString()) + ": array=" + (array == null ? "" : array),
                    "name it after the file, for example " + path + "#"
                            + arrays.keySet().iterator().next());
        }
        return read(path + "#" + array, zip, arrays.get(array), memoryBytes);
    }

    private static NumericArray read(String name, ZipFile zip, ZipEntry entry, long memoryBytes) throws IOException {
        InputStream bytes = new Checked(zip.getInputStream(entry), entry.getCrc());
        try (ByteSource in = new ByteSource(name, bytes, entry.getCompressedSize(), true, memoryBytes)) {
            return NpyFile.read(in);
        }
    }

    /** An entry's bytes; their checksum is compared at the end, because ZipFile does not do it. */
    private static final class Checked extends FilterInputStream {
        private final CRC32 sum = new CRC32();
        private final long expected;

        Checked(InputStream in, long expected) {
            super(in);
            this.expected = expected;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count > 0) {
                sum.update(bytes, from, count);
            } else if (count < 0 && sum.getValue() != expected) {
                throw new ZipException("its checksum is " + Long.toHexString(sum.getValue()) + " in place of "
                        + Long.toHexString(expected));
            }
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
