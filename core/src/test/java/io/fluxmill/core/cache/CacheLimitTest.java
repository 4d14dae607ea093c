// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheLimitTest {
    @ParameterizedTest
    @CsvSource({
        "1K, 1024, 1.0 KiB",
        "512M, 536870912, 512.0 MiB",
        "4G, 4294967296, 4.0 GiB",
        "' 4g ', 4294967296, 4.0 GiB",
        "1500M, 1572864000, 1.5 GiB",
        "2T, 2199023255552, 2.0 TiB",
        "999999T, 1099510528264372224, 999999.0 TiB",
        "none, 9223372036854775807, no limit",
        "NONE, 9223372036854775807, no limit",
        "'', 4294967296, 4.0 GiB",
        ", 4294967296, 4.0 GiB"
    })
    void sizes(String text, long bytes, String shown) {
        assertEquals(bytes, CacheLimit.of(text).bytes());
        assertEquals(shown, CacheLimit.of(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0G", "4", "-1G", "4GB", "1.5G", "1000000G", "unlimited", "4 G", "G"})
    void everythingElseIsRefused(String text) {
        InputException e = assertThrows(InputException.class, () -> CacheLimit.of(text));
        assertEquals(
                "FLUXMILL_CACHE_LIMIT must be a whole number from 1 to 999999 with the unit K, M, G or T, or none:"
                        + " FLUXMILL_CACHE_LIMIT=" + text,
                e.getMessage());
        assertEquals("set it to a size such as 4G, to none for no limit, or unset it for 4.0 GiB", e.remedy());
    }

    @Test
    void smallSizesAreBytes() {
        assertEquals("0 bytes", CacheLimit.sizeText(0));
        assertEquals("1023 bytes", CacheLimit.sizeText(1023));
    }
}
