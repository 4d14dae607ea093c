// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

/**
 * An engine behind its serial link, generated.
 *
 * @param name of the module
 * @param verilog of the module and all that is in it
 * @param hash what it answers in LINK_HASH, 8 hexadecimal digits
 * @param engineHash what it answers in LINK_ENGINE_HASH
 * @param engineManifest manifest of the engine alone, as JSON
 * @param clockHz frequency that it is made for
 * @param bufferBytes of each buffer of the link
 */
public record LinkedDesign(
        String name,
        String verilog,
        String hash,
        String engineHash,
        String engineManifest,
        long clockHz,
        int uartBaud,
        int bufferBytes) {}
