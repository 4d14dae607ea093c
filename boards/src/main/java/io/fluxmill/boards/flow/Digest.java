// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal digits. */
public final class Digest {
    private Digest() {}

    /** The digest of a file's content. */
    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(start().digest(content));
    }

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
