// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    /** Random additions and removals, with repeated numbers, beside the library's queue. */
    @Test
    void givesTheLowestFirst() {
        Random random = new Random(1);
        EventQueue queue = new EventQueue();
        PriorityQueue<Long> expected = new PriorityQueue<>();
        for (int i = 0; i < 20_000; i++) {
            if (expected.isEmpty() || random.nextInt(100) < (i < 10_000 ? 60 : 40)) {
                long event = random.nextInt(300);
                queue.add(event);
                expected.add(event);
            } else {
                assertEquals(expected.peek(), queue.peek());
                assertEquals(expected.poll(), queue.poll());
            }
            assertEquals(expected.isEmpty(), queue.isEmpty());
        }
        while (!expected.isEmpty()) {
            assertEquals(expected.poll(), queue.poll());
        }
        assertTrue(queue.isEmpty());
    }
}
