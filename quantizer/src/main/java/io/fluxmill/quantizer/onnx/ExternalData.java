// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The bytes of a tensor that lies in a file beside the model. Source:
 * <a href="https://github.com/onnx/onnx/blob/main/docs/ExternalData.md">ONNX external data</a>.
 *
 * @param model path of the model file
 * @param entries location (relative to the model's folder), offset, length
 */
record ExternalData(String model, String tensor, Map<String, String> entries) {
    /** @throws InputException if the file is missing, outside the model's folder, or shorter than the entries say */
    byte[] read() {
        Path file = file();
        long offset = number("offset", 0);
        try (FileChannel channel = FileChannel.open(file)) {
            long length = number("length", Math.max(0, channel.size() - offset));
            if (offset > channel.size() || length > channel.size() - offset || length > Integer.MAX_VALUE - 8) {
                throw refused(
                        "lies in " + file + " at bytes " + offset + " to " + (offset + length) + ", but the file has "
                                + channel.size(),
                        "copy the model again with all its files");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            long at = offset;
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, at);
                if (read < 0) {
                    break;
                }
                at += read;
            }
            return bytes.array();
        } catch (IOException e) {
            throw refused("lies in " + file + ", which cannot be read", "copy the model again with all its files");
        }
    }

    private Path file() {
        String location = entries.getOrDefault("location", "");
        try {
            Path folder = Path.of(model).toAbsolutePath().getParent();
            Path file = folder.resolve(location).normalize();
            if (!location.isEmpty() && !Path.of(location).isAbsolute() && file.startsWith(folder)) {
                if (Files.isRegularFile(file)) {
                    return file;
                }
                throw refused("lies in " + file + ", which is no file", "copy the model again with all its files");
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw refused(
                "must lie in a file beside the model: location=" + location,
                "save the model as one file, or export it again");
    }

    private long number(String key, long absent) {
        String text = entries.get(key);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw refused("must have a whole " + key + " of external data: " + key + "=" + text, "export the model again");
    }

    private InputException refused(String fact, String remedy) {
        return new InputException(model + ": tensor \"" + tensor + "\" " + fact, remedy);
    }
}
