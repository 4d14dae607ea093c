// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

/** Types of frames that tiles have bits in, in the order of their codes in frame addresses (UG470, table 5-24). */
enum Block {
    CLB_IO_CLK,
    BLOCK_RAM
}
