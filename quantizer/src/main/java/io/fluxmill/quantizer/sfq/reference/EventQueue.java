// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import java.util.Arrays;

/**
 * A binary heap of numbers, the lowest first; numbers may come in it more than once. It uses no boxed numbers, because it takes most of the time
 * of a simulation.
 */
final class EventQueue {
    private long[] heap = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The lowest; there must be one. */
    long peek() {
        return heap[0];
    }

    void add(long event) {
        heap = size == heap.length ? Arrays.copyOf(heap, 2 * size) : heap;
        int place = size++;
        while (place > 0 && heap[(place - 1) >>> 1] > event) {
            heap[place] = heap[(place - 1) >>> 1];
            place = (place - 1) >>> 1;
        }
        heap[place] = event;
    }

    /** Takes the lowest; there must be one. */
    long poll() {
        long lowest = heap[0];
        long moved = heap[--size];
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= moved) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = moved;
        return lowest;
    }
}
