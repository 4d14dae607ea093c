// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over named pieces of content; 32 hex digits of it name a cache entry. */
public final class ContentKey {
    static final int DIGITS = 32;

    private final MessageDigest digest = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public ContentKey add(String name, byte[] content) {
        digest.update((name + ":" + content.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
        return this;
    }

    public ContentKey add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The name of the entry; the key cannot be used any more. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}
