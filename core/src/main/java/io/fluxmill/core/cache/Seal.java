// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SHA-256 of every file of a cache entry, as it was when the entry was made: {@code contents.sha256} in its folder, a line
 * {@code <digest>  <path>} for each file, as sha256sum writes it, and last {@code # <digest>} of all lines before. Files that
 * come later do not matter.
 */
final class Seal {
    static final String FILE = "contents.sha256";

    private static final int DIGEST_DIGITS = 64;
    private static final String SEPARATOR = "  ";
    private static final String TOTAL = "# ";
    private static final int BUFFER_BYTES = 1 << 16;

    private Seal() {}

    /** Writes the seal of a folder that is complete. */
    static void write(Path directory) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files(directory)) {
            lines.append(sha256(file))
                    .append(SEPARATOR)
                    .append(directory.relativize(file))
                    .append('\n');
        }
        Files.writeString(directory.resolve(FILE), lines + TOTAL + sha256(lines.toString()) + "\n");
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    /** Whether a folder has a seal, and every file in the seal has the recorded content. */
    static boolean holds(Path directory) {
        try {
            String text = Files.readString(directory.resolve(FILE));
            int end = text.lastIndexOf(TOTAL);
            if (end <= 0 || !text.substring(end).equals(TOTAL + sha256(text.substring(0, end)) + "\n")) {
                return false;
            }
            for (String line : text.substring(0, end).split("\n")) {
                Path file = directory.resolve(line.substring(DIGEST_DIGITS + SEPARATOR.length()));
                if (!Files.isRegularFile(file) || !line.startsWith(sha256(file))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // a file that cannot be read is as good as none
        }
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(ContentKey.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = ContentKey.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            while (in.read(buffer) >= 0) {
                // the digest takes what is read
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
